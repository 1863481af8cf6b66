package dev.kiosim.devices.ssd;

import java.util.Arrays;

/**
 * The full blocks of a plane by their number of valid pages: a list for each number, so that the
 * emptiest block is found and a page that becomes invalid is counted in a few steps.
 */
final class FullBlocks {
    private static final int NONE = -1;

    private final int[] first;
    private final int[] last;
    private final int[] next;
    private final int[] previous;
    /** No list below this one has a block. */
    private int lowest;

    FullBlocks(int blocks, int pagesPerBlock) {
        first = new int[pagesPerBlock + 1];
        last = new int[pagesPerBlock + 1];
        next = new int[blocks];
        previous = new int[blocks];
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
        lowest = pagesPerBlock;
    }

    void add(int block, int validPages) {
        next[block] = NONE;
        previous[block] = last[validPages];
        if (last[validPages] == NONE) {
            first[validPages] = block;
        } else {
            next[last[validPages]] = block;
        }
        last[validPages] = block;
        lowest = Math.min(lowest, validPages);
    }

    void remove(int block, int validPages) {
        if (previous[block] == NONE) {
            first[validPages] = next[block];
        } else {
            next[previous[block]] = next[block];
        }
        if (next[block] == NONE) {
            last[validPages] = previous[block];
        } else {
            previous[next[block]] = previous[block];
        }
    }

    /** The block that has had the fewest valid pages for the longest time; -1 if none is full. */
    int emptiest() {
        while (lowest < first.length - 1 && first[lowest] == NONE) {
            lowest++;
        }
        return first[lowest];
    }
}
