package dev.kiosim.devices.bcache;

import java.util.Arrays;

/**
 * Recognises sequential streams: 128 recent ends of IO of one backing device, and an average for
 * each task. Reads and writes of all tasks share the entries. Source: request.c,
 * check_should_bypass and add_sequential.
 *
 * <p>The entries form a ring by recency, in which the least recently used becomes the most recently
 * used by turning the ring. A table by hash of the ends tells for each hash how many entries have
 * it, and the exclusive or of their numbers, which is the number if there is one. So an IO that
 * continues nothing, the usual one, is told so by one word.
 */
final class SequentialTracker {
    private static final int ENTRIES = 128;
    private static final int NONE = -1;
    private static final long EXPIRY_NANOS = 5_000_000_000L;
    private static final int WEIGHT_BITS = 3;
    private static final int AVERAGE_WEIGHT = 1 << WEIGHT_BITS;
    private static final long HASH_MULTIPLIER = 0x61c8864680b583ebL;
    private static final int HASH_SHIFT = 53;
    /** In the table by hash: one entry more. */
    private static final int ONE = 1 << 8;

    private final long[] last = new long[ENTRIES];
    private final int[] sequentialBytes = new int[ENTRIES];
    private final long[] expiryNanos = new long[ENTRIES];
    private final int[] older = new int[ENTRIES];
    private final int[] newer = new int[ENTRIES];
    private final int[] hashOf = new int[ENTRIES];
    private final int[] byHash = new int[1 << Long.SIZE - HASH_SHIFT];
    private int newest = ENTRIES - 1;
    private int[] taskSequential = new int[16];
    private int[] taskAverage = new int[16];

    SequentialTracker() {
        for (int i = 0; i < ENTRIES; i++) {
            older[i] = (i + ENTRIES - 1) % ENTRIES;
            newer[i] = (i + 1) % ENTRIES;
            expiryNanos[i] = Long.MIN_VALUE; // sector 0 matches none of them
            hashOf[i] = hash(0);
            byHash[hash(0)] = byHash[hash(0)] + ONE ^ i;
        }
    }

    /**
     * Notes an IO and returns how sequential its task is, in sectors: the greater of the run that
     * it continues and the task's average.
     */
    int track(int taskId, long startSector, int sectorCount, long nowNanos) {
        growTo(taskId);
        int entry = find(startSector, nowNanos);
        int run = 0;
        if (entry == NONE) {
            entry = newer[newest]; // the least recently used: the ring turns
            newest = entry;
            average(taskId);
        } else {
            run = sequentialBytes[entry];
            moveToNewest(entry);
        }
        int sum = run + (sectorCount << 9);
        if (Integer.compareUnsigned(sum, run) > 0) { // else it would overflow, and stays
            run = sum;
        }
        sequentialBytes[entry] = run;
        setLast(entry, startSector + sectorCount);
        expiryNanos[entry] = nowNanos + EXPIRY_NANOS;
        taskSequential[taskId] = run;
        return sectorsOf(
                Math.max(Integer.toUnsignedLong(run), Integer.toUnsignedLong(taskAverage[taskId])));
    }

    /** Without sequential_merge (2013): the run is this IO alone. */
    int trackAlone(int taskId, int sectorCount) {
        growTo(taskId);
        average(taskId);
        taskSequential[taskId] = sectorCount << 9;
        return sectorsOf(Math.max(
                Integer.toUnsignedLong(taskSequential[taskId]),
                Integer.toUnsignedLong(taskAverage[taskId])));
    }

    private static int sectorsOf(long bytes) {
        return (int) (bytes >>> 9);
    }

    /**
     * A run of the task has ended: it enters the average with a weight of one eighth; 32-bit
     * arithmetic wraps.
     */
    private void average(int taskId) {
        taskAverage[taskId] =
                taskAverage[taskId] * (AVERAGE_WEIGHT - 1) + taskSequential[taskId] >>> WEIGHT_BITS;
        taskSequential[taskId] = 0;
    }

    /** The most recently used entry that ends at {@code startSector} and has not expired. */
    private int find(long startSector, long nowNanos) {
        int found = byHash[hash(startSector)];
        if (found == 0) {
            return NONE;
        }
        int entry = found < 2 * ONE ? found - ONE : newestThatEnds(startSector);
        return last[entry] == startSector && nowNanos < expiryNanos[entry] ? entry : NONE;
    }

    private int newestThatEnds(long sector) {
        int entry = newest;
        for (int i = 0; i < ENTRIES && last[entry] != sector; i++) {
            entry = older[entry];
        }
        return entry;
    }

    private static int hash(long sector) {
        return (int) (sector * HASH_MULTIPLIER >>> HASH_SHIFT);
    }

    private void setLast(int entry, long sector) {
        int before = hashOf[entry];
        int now = hash(sector);
        byHash[before] = byHash[before] - ONE ^ entry;
        byHash[now] = byHash[now] + ONE ^ entry;
        hashOf[entry] = now;
        last[entry] = sector;
    }

    private void moveToNewest(int entry) {
        if (entry == newest) {
            return;
        }
        newer[older[entry]] = newer[entry];
        older[newer[entry]] = older[entry];
        int oldest = newer[newest];
        newer[newest] = entry;
        older[entry] = newest;
        newer[entry] = oldest;
        older[oldest] = entry;
        newest = entry;
    }

    private void growTo(int taskId) {
        if (taskId >= taskSequential.length) {
            int length = Math.max(taskId + 1, taskSequential.length * 2);
            taskSequential = Arrays.copyOf(taskSequential, length);
            taskAverage = Arrays.copyOf(taskAverage, length);
        }
    }
}
