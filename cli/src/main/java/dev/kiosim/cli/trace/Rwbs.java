package dev.kiosim.cli.trace;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockTrace;

/**
 * The column RWBS of blkparse: what a bio or request does, one letter a fact. Source: blktrace 1.2,
 * blkparse_fmt.c, fill_rwbs; Linux kernel/trace/blktrace.c, which bits of a request it gets.
 */
final class Rwbs {
    private static final Bio.Op[] OPS = Bio.Op.values();
    private static final int OP_MASK = (1 << BlockTrace.FLAGS_SHIFT) - 1;

    private Rwbs() {}

    /** Of a bio, where an empty flush is a write with the flag PREFLUSH. */
    static String ofBio(long rwbs, long bytes) {
        return of(rwbs, bytes, "FW");
    }

    /** Of a request, where a flush is an operation of its own. */
    static String ofRequest(long rwbs, long bytes) {
        return of(rwbs, bytes, "FN");
    }

    private static String of(long rwbs, long bytes, String flush) {
        Bio.Op op = OPS[(int) rwbs & OP_MASK];
        int flags = (int) (rwbs >> BlockTrace.FLAGS_SHIFT);
        StringBuilder letters = new StringBuilder();
        if (op != Bio.Op.FLUSH && (flags & Bio.PREFLUSH) != 0) {
            letters.append('F');
        }
        letters.append(
                switch (op) {
                    case READ -> bytes == 0 ? "N" : "R";
                    case WRITE -> "W";
                    case DISCARD -> "D";
                    case FLUSH -> flush;
                });
        addIf(letters, flags & Bio.FUA, 'F');
        addIf(letters, flags & Bio.RAHEAD, 'A');
        addIf(letters, flags & Bio.SYNC, 'S');
        addIf(letters, flags & Bio.META, 'M');
        return letters.toString();
    }

    private static void addIf(StringBuilder letters, int flag, char letter) {
        if (flag != 0) {
            letters.append(letter);
        }
    }
}
