package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A trace and what the real bcache was seen doing.
 *
 * @param setup the machine's sizes and settings
 * @param lines the trace, without comments; the numbers of lines in {@code seen} count these from 0
 * @param seen everything that was recorded
 */
record Recording(Setup setup, List<TraceLine> lines, Json.Obj seen) {
    /** What a recording may hold besides the fields of the comparisons. */
    private static final List<String> OTHER_FIELDS = List.of(
            "name",
            "about",
            "recorded",
            "timing_sensitive",
            "setup",
            "repeat",
            "other_kernel",
            "lines",
            "legend");

    /** What a bio holds if each of its 256 segments is a page. */
    private static final int BIO_SECTORS = 2048;
    /** With two neighbours among them, as seen most. */
    private static final int FIRST_BIO_SECTORS = 2064;
    /** Assumed: seen were 2064 and 2112. */
    private static final int FIRST_BIO_SECTORS_MAX = 2560;

    Recording {
        lines = List.copyOf(lines);
    }

    /** Puts both parts together; what is unknown or does not fit is named. */
    static Recording of(Json.Obj seen, List<String> trace) throws UnreadableRecordingException {
        for (String field : seen.fields().keySet()) {
            if (!OTHER_FIELDS.contains(field) && !Comparisons.fields().contains(field)) {
                throw new UnreadableRecordingException("unknown field " + field);
            }
        }
        List<TraceLine> lines = new ArrayList<>();
        for (String text : trace) {
            lines.add(TraceLine.of(text));
        }
        if (seen.number("lines", lines.size()) != lines.size()) {
            throw new UnreadableRecordingException("the trace has " + lines.size()
                    + " lines, the recording " + seen.find("lines"));
        }
        return new Recording(Setup.of(seen.object("setup")), lines, seen);
    }

    /** The lines of a trace that count. */
    static List<String> withoutComments(List<String> trace) {
        return trace.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(String::stripTrailing)
                .toList();
    }

    /** Whether the outcome depends on a race, so that only totals are compared. */
    boolean isTimingSensitive() {
        return seen.find("timing_sensitive") instanceof Json.Word word
                && word.value().equals("true");
    }

    /** How many bios the request of a line became. */
    int biosOf(int line) {
        return Math.max(1, lettersOf(line).length());
    }

    private String lettersOf(int line) {
        return seen.object("multi").text(Integer.toString(line), "");
    }

    /**
     * Sectors of the first bio of a direct request that is too large for one: 256 segments, of
     * which some hold neighbouring pages. How many, only what was inserted tells: where both bios
     * of a read missed, 1 MiB of the first, and of the second all that it had.
     */
    int firstBioSectors() {
        long[] inserted = perLine("inserted_sectors");
        for (int i = 0; i < lines.size(); i++) {
            TraceLine line = lines.get(i);
            long sectors = line.lengthBytes() >> Bio.SECTOR_SHIFT;
            long first = sectors - (inserted[i] - BIO_SECTORS);
            boolean bothMissed =
                    line.kind() == TraceLine.Kind.READ && lettersOf(i).equals("MM");
            if (bothMissed && first >= BIO_SECTORS && first <= FIRST_BIO_SECTORS_MAX) {
                return (int) first;
            }
        }
        return FIRST_BIO_SECTORS;
    }

    /** The text of a line, for messages. */
    String textOf(int line) {
        return line < lines.size() ? lines.get(line).text() : "";
    }

    /** The greatest number of lines whose class differed when it was recorded again. */
    long classDifferences() {
        return Math.max(
                seen.object("repeat").number("class_differences", 0),
                seen.object("other_kernel").number("class_differences", 0));
    }

    /** Whether a field came out otherwise when it was recorded again on the same kernel. */
    boolean varies(String field) {
        return seen.object("repeat").list("different").contains(Json.of(field));
    }

    /** A list of whole numbers with one for each line; all 0 if it was left out. */
    long[] perLine(String field) {
        long[] numbers = new long[lines.size()];
        List<Json> items = seen.list(field);
        for (int i = 0; i < Math.min(numbers.length, items.size()); i++) {
            numbers[i] = numberOf(items.get(i));
        }
        return numbers;
    }

    /** A list of lists of whole numbers. */
    List<long[]> tuples(String field) {
        return seen.list(field).stream().map(Recording::tupleOf).toList();
    }

    /** A list of whole numbers; empty if it was left out. */
    long[] tuple(String field) {
        return tupleOf(new Json.Array(seen.list(field)));
    }

    /** A list of whole numbers. */
    static long[] tupleOf(Json list) {
        return list instanceof Json.Array array
                ? array.items().stream().mapToLong(Recording::numberOf).toArray()
                : new long[0];
    }

    private static long numberOf(Json number) {
        return number instanceof Json.Whole whole ? whole.value().longValue() : 0;
    }
}
