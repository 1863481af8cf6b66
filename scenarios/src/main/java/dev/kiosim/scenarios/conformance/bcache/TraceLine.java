package dev.kiosim.scenarios.conformance.bcache;

/**
 * One line of a trace.
 *
 * @param kind what is done
 * @param text the line as it stands in the file
 * @param offsetBytes where on the bcache device; 0 if the kind has none
 * @param lengthBytes how much; 0 if the kind has none
 * @param task number of the thread that issues the request
 * @param name attribute or label; empty if the kind has none
 * @param value what is written to the attribute; or the milliseconds of a pause
 */
record TraceLine(
        Kind kind,
        String text,
        long offsetBytes,
        long lengthBytes,
        int task,
        String name,
        String value) {
    /** The longest read or write that the recorder's replayer issues. */
    private static final long LENGTH_MAX = 16L << 20;
    /** The same for a discard. */
    private static final long DISCARD_MAX = LENGTH_MAX * 64;

    private static final int TASKS = 256;

    /** What a line asks for. */
    enum Kind {
        /** A direct read. */
        READ('R'),
        /** A direct write. */
        WRITE('W'),
        /** A direct write with O_DSYNC. */
        WRITE_DSYNC('U'),
        /** A buffered write that page writeback pushes out. */
        WRITE_BUFFERED('A'),
        /** A read-ahead. */
        READAHEAD('P'),
        /** fdatasync. */
        FLUSH('F'),
        /** BLKDISCARD. */
        DISCARD('D'),
        /** Time passes. */
        PAUSE('T'),
        /** A sysfs attribute is written. */
        STORE('C'),
        /** The counters are read. */
        SNAPSHOT('X');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /** Whether it is a request to the device. */
        boolean isRequest() {
            return ordinal() < PAUSE.ordinal();
        }

        private static Kind of(char letter) throws UnreadableRecordingException {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new UnreadableRecordingException("a line of unknown kind " + letter);
        }
    }

    /** Reads one line; what it does not know it says by name. */
    static TraceLine of(String text) throws UnreadableRecordingException {
        Kind kind = Kind.of(text.charAt(0));
        String[] words = text.substring(1).strip().split("\\s+", -1);
        return switch (kind) {
            case PAUSE -> plain(kind, text, "", words[0]);
            case SNAPSHOT -> plain(kind, text, words[0], "");
            case STORE -> store(text);
            default -> request(kind, text, words);
        };
    }

    private static TraceLine plain(Kind kind, String text, String name, String value)
            throws UnreadableRecordingException {
        if (kind == Kind.PAUSE) {
            number(value, text);
        }
        return new TraceLine(kind, text, 0, 0, 0, name, value);
    }

    private static TraceLine store(String text) throws UnreadableRecordingException {
        String rest = text.substring(1).strip();
        int space = rest.indexOf(' ');
        if (space < 0) {
            throw new UnreadableRecordingException("an attribute without value in \"" + text + '"');
        }
        String value = rest.substring(space).strip();
        return plain(Kind.STORE, text, rest.substring(0, space), value);
    }

    private static TraceLine request(Kind kind, String text, String[] words)
            throws UnreadableRecordingException {
        if (words.length < 2 || words.length > 3) {
            throw new UnreadableRecordingException(
                    "offset, length and perhaps a task expected in \"" + text + '"');
        }
        long length = number(words[1], text);
        long task = words.length == 3 ? number(words[2], text) : 0;
        if (length > (kind == Kind.DISCARD ? DISCARD_MAX : LENGTH_MAX) || task >= TASKS) {
            throw new UnreadableRecordingException("too large a number in \"" + text + '"');
        }
        return new TraceLine(kind, text, number(words[0], text), length, (int) task, "", "");
    }

    private static long number(String word, String text) throws UnreadableRecordingException {
        try {
            return Long.parseUnsignedLong(word);
        } catch (NumberFormatException notANumber) {
            throw new UnreadableRecordingException(
                    '"' + word + "\" is no number, in \"" + text + '"');
        }
    }

    /** Milliseconds of a pause. */
    long millis() {
        return Long.parseLong(value);
    }

    @Override
    public String toString() {
        return text;
    }
}
