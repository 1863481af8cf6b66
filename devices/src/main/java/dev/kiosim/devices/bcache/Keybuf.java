package dev.kiosim.devices.bcache;

/**
 * Dirty keys found by a scan, in order, until they have been dealt with: at most 500 (100 in 3.10).
 * Source: btree.c, bch_refill_keybuf and bch_keybuf_next.
 */
final class Keybuf {
    /** What {@link #next} returns if there is none. */
    static final int NONE = -1;

    private final long[] ends;
    private final long[] values;
    private final boolean[] started;
    private final boolean[] gone;
    private final int[] sorted;
    private int count;
    private int live;

    /** End of the last key that a scan has looked at. */
    long lastScanned;

    Keybuf(int capacity) {
        ends = new long[capacity];
        values = new long[capacity];
        started = new boolean[capacity];
        gone = new boolean[capacity];
        sorted = new int[capacity];
    }

    boolean isEmpty() {
        return live == 0;
    }

    boolean isFull() {
        return count == ends.length;
    }

    int size() {
        return live;
    }

    /** Drops all places once no key is left, so that a scan can fill them anew. */
    void restart() {
        if (live == 0) {
            count = 0;
        }
    }

    /** Adds a key; one that overlaps a key which is there is not added twice. */
    void add(long end, long value) {
        int at = rankOf(end - Bkey.size(value));
        if (at < count && start(sorted[at]) < end && !gone[sorted[at]]) {
            return;
        }
        int slot = count;
        ends[slot] = end;
        values[slot] = value;
        started[slot] = false;
        gone[slot] = false;
        System.arraycopy(sorted, at, sorted, at + 1, count - at);
        sorted[at] = slot;
        count++;
        live++;
    }

    /** The first key that nobody has started on; it counts as started from now on. */
    int next() {
        for (int rank = 0; rank < count; rank++) {
            int slot = sorted[rank];
            if (!gone[slot] && !started[slot]) {
                started[slot] = true;
                return slot;
            }
        }
        return NONE;
    }

    long end(int slot) {
        return ends[slot];
    }

    long value(int slot) {
        return values[slot];
    }

    long start(int slot) {
        return ends[slot] - Bkey.size(values[slot]);
    }

    /** The key has been dealt with. */
    void delete(int slot) {
        gone[slot] = true;
        live--;
        restart();
    }

    /**
     * A write to [start, end): keys in its way that nobody has started on are dropped.
     *
     * @return whether a key in its way has been started on
     */
    boolean checkOverlapping(long start, long end) {
        if (live == 0) {
            return false;
        }
        boolean inFlight = false;
        for (int rank = rankOf(start); rank < count && start(sorted[rank]) < end; rank++) {
            int slot = sorted[rank];
            if (gone[slot]) {
                continue;
            }
            if (started[slot]) {
                inFlight = true;
            } else {
                gone[slot] = true;
                live--;
            }
        }
        restart();
        return inFlight;
    }

    /** Rank of the first key that ends after {@code position}. */
    private int rankOf(long position) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[sorted[middle]] > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
