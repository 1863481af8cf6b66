package dev.kiosim.scenarios.trace;

import dev.kiosim.block.Bio;
import java.nio.charset.StandardCharsets;

/**
 * The block events of ftrace, as tracefs prints them:
 *
 * <pre>
 *     postgres-4264  [000] .....  3033.598265: block_bio_queue: 7,0 RA 271424 + 16 [postgres]
 *     TASK-PID       [CPU] FLAGS  SECONDS:     EVENT:           DEV RWBS SECTOR + SECTORS [COMM]
 * </pre>
 *
 * Each {@code block_bio_queue} is a bio; the other block events say what became of it and are
 * passed over. Source: Linux include/trace/events/block.h; RWBS letters from
 * kernel/trace/blktrace.c, blk_fill_rwbs.
 */
final class FtraceFormat implements TraceFormat {
    private static final byte[] BIO_QUEUE = "block_bio_queue".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BLOCK = "block_".getBytes(StandardCharsets.US_ASCII);
    private static final int NANO_DIGITS = 9;

    private byte[] line = new byte[0];
    private int at;
    private int end;

    @Override
    public String name() {
        return "ftrace";
    }

    @Override
    public String summary() {
        return "ftrace's block events as text; seconds, 512-byte sectors;"
                + " block_bio_queue is replayed";
    }

    @Override
    public Outcome parse(byte[] bytes, int from, int to, TraceRecord record) {
        line = bytes;
        at = from;
        end = to;
        skipBlanks();
        if (at == end || line[at] == '#') {
            return Outcome.COMMENT;
        }
        if (!task(record) || !time(record)) {
            return Outcome.BAD;
        }
        if (!word(BIO_QUEUE)) {
            return word(BLOCK) ? Outcome.OTHER : Outcome.BAD;
        }
        boolean good = take(':')
                && number() >= 0
                && take(',')
                && number() >= 0
                && operation(record)
                && extent(record);
        return good ? Outcome.RECORD : Outcome.BAD;
    }

    /**
     * TASK-PID [CPU] FLAGS; a task's name may hold blanks and dashes, so the bracket of the CPU is
     * looked for first.
     */
    private boolean task(TraceRecord record) {
        int nameFrom = at;
        int bracket = at;
        while (bracket < end
                && !(line[bracket] == '[' && isDigit(bracket + 1) && line[bracket - 1] == ' ')) {
            bracket++;
        }
        int dash = bracket - 1;
        while (dash > nameFrom && line[dash] != '-') {
            dash--;
        }
        if (bracket == end || dash <= nameFrom) {
            return false;
        }
        at = dash + 1;
        record.nameFrom = nameFrom;
        record.pid = (int) number();
        record.nameTo = at;
        skipBlanks();
        boolean good = record.pid >= 0 && at == bracket && take('[') && number() >= 0 && take(']');
        skipBlanks();
        while (at < end && line[at] != ' ') { // irqs-off, need-resched, ...
            at++;
        }
        return good;
    }

    private boolean time(TraceRecord record) {
        skipBlanks();
        long seconds = number();
        if (seconds < 0 || seconds > 4_000_000_000L || !take('.')) {
            return false;
        }
        int digits = at;
        long fraction = number();
        digits = at - digits;
        if (fraction < 0 || digits > NANO_DIGITS || !take(':')) {
            return false;
        }
        for (int i = digits; i < NANO_DIGITS; i++) {
            fraction *= 10;
        }
        record.timeNanos = seconds * 1_000_000_000L + fraction;
        skipBlanks();
        return true;
    }

    /** RWBS: F before the operation is a preflush, after it FUA. */
    private boolean operation(TraceRecord record) {
        skipBlanks();
        record.flags = 0;
        boolean known = false;
        while (at < end && line[at] != ' ') {
            byte letter = line[at++];
            if (known) {
                int flag = flagOf(letter);
                if (flag == 0) {
                    return false;
                }
                record.flags |= flag;
            } else if (letter == 'F') {
                record.flags |= Bio.PREFLUSH;
            } else {
                known = setOperation(record, letter);
                if (!known) {
                    return false;
                }
            }
        }
        return known || record.flags != 0;
    }

    private static boolean setOperation(TraceRecord record, byte letter) {
        switch (letter) {
            case 'R' -> record.op = Bio.Op.READ;
            case 'W' -> record.op = Bio.Op.WRITE;
            case 'D' -> record.op = Bio.Op.DISCARD;
            case 'N' -> record.op = Bio.Op.FLUSH;
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int flagOf(byte letter) {
        return switch (letter) {
            case 'F' -> Bio.FUA;
            case 'A' -> Bio.RAHEAD;
            case 'S' -> Bio.SYNC;
            case 'M' -> Bio.META;
            case 'B' -> Bio.BACKGROUND;
            default -> 0;
        };
    }

    private boolean extent(TraceRecord record) {
        skipBlanks();
        record.sector = number();
        skipBlanks();
        if (record.sector < 0 || !take('+')) {
            return false;
        }
        skipBlanks();
        long sectors = number();
        skipBlanks();
        if (sectors < 0 || sectors > Integer.MAX_VALUE || at < end && line[at] != '[') {
            return false;
        }
        record.sectorCount = (int) sectors;
        if (sectors == 0) {
            record.op = Bio.Op.FLUSH;
        }
        return sectors > 0 || (record.flags & Bio.PREFLUSH) != 0;
    }

    private boolean isDigit(int index) {
        return index < end && line[index] >= '0' && line[index] <= '9';
    }

    /** A decimal number at this place, or -1. */
    private long number() {
        if (!isDigit(at)) {
            return -1;
        }
        long value = 0;
        while (isDigit(at)) {
            value = value * 10 + line[at++] - '0';
            if (value > 1L << 53) {
                return -1;
            }
        }
        return value;
    }

    private boolean take(char expected) {
        if (at < end && line[at] == expected) {
            at++;
            skipBlanks();
            return true;
        }
        return false;
    }

    private boolean word(byte[] expected) {
        if (end - at < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (line[at + i] != expected[i]) {
                return false;
            }
        }
        at += expected.length;
        return true;
    }

    private void skipBlanks() {
        while (at < end && line[at] == ' ') {
            at++;
        }
    }
}
