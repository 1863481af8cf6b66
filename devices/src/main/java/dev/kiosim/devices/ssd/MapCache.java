package dev.kiosim.devices.ssd;

/**
 * Which entries of the page map are in DRAM: sets of 8, the least recently used of a set goes
 * first. Only reads ask it; a write brings its entry along.
 */
final class MapCache {
    private static final int WAYS = 8;
    /** Bytes of one entry, logical and physical page number. Assumed, as MQSim counts bits. */
    private static final int ENTRY_BYTES = 8;

    private final int sets;
    /** Logical page + 1; the first way of a set is the most recent. */
    private final long[] pages;

    private long hits;
    private long misses;

    MapCache(long bytes) {
        sets = (int) Math.max(1, bytes / (ENTRY_BYTES * WAYS));
        pages = new long[sets * WAYS];
    }

    /** Whether the entry of {@code page} is there; it is from now on. */
    boolean touch(long page) {
        int set = (int) Long.remainderUnsigned(page * 0x9e3779b97f4a7c15L, sets) * WAYS;
        int way = 0;
        while (way < WAYS - 1 && pages[set + way] != page + 1) {
            way++;
        }
        boolean isHit = pages[set + way] == page + 1;
        System.arraycopy(pages, set, pages, set + 1, way);
        pages[set] = page + 1;
        if (isHit) {
            hits++;
        } else {
            misses++;
        }
        return isHit;
    }

    long hits() {
        return hits;
    }

    long misses() {
        return misses;
    }
}
