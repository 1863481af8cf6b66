package dev.kiosim.devices.bcache;

import java.util.Arrays;

/**
 * Recognises sequential streams: 128 recent ends of IO of one backing device, and an average for
 * each task. Reads and writes of all tasks share the entries. Source: request.c,
 * check_should_bypass and add_sequential.
 *
 * <p>The entries form one list by recency and 128 hash chains by end sector, both threaded through
 * arrays.
 */
final class SequentialTracker {
    private static final int ENTRIES = 128;
    private static final int NONE = -1;
    private static final long EXPIRY_NANOS = 5_000_000_000L;
    private static final int WEIGHT_BITS = 3;
    private static final int AVERAGE_WEIGHT = 1 << WEIGHT_BITS;
    private static final long HASH_MULTIPLIER = 0x61c8864680b583ebL;
    private static final int HASH_SHIFT = 57;

    private final long[] last = new long[ENTRIES];
    private final int[] sequentialBytes = new int[ENTRIES];
    private final long[] expiryNanos = new long[ENTRIES];
    private final int[] older = new int[ENTRIES];
    private final int[] newer = new int[ENTRIES];
    private final int[] chainNext = new int[ENTRIES];
    private final int[] chainFirst = new int[ENTRIES];
    private int oldest;
    private int newest = ENTRIES - 1;
    private int[] taskSequential = new int[16];
    private int[] taskAverage = new int[16];

    SequentialTracker() {
        Arrays.fill(chainFirst, NONE);
        for (int i = 0; i < ENTRIES; i++) {
            older[i] = i - 1;
            newer[i] = i + 1 < ENTRIES ? i + 1 : NONE;
            expiryNanos[i] = Long.MIN_VALUE; // sector 0 matches none of them
            chain(i);
        }
    }

    /**
     * Notes an IO and returns how sequential its task is, in sectors: the greater of the run that
     * it continues and the task's average.
     */
    int track(int taskId, long startSector, int sectorCount, long nowNanos) {
        growTo(taskId);
        int entry = find(startSector, nowNanos);
        if (entry == NONE) {
            entry = oldest;
            average(taskId);
            sequentialBytes[entry] = 0;
        }
        int bytes = sectorCount << 9;
        if (Integer.compareUnsigned(sequentialBytes[entry] + bytes, sequentialBytes[entry]) > 0) {
            sequentialBytes[entry] += bytes;
        }
        unchain(entry);
        last[entry] = startSector + sectorCount;
        chain(entry);
        expiryNanos[entry] = nowNanos + EXPIRY_NANOS;
        moveToNewest(entry);
        taskSequential[taskId] = sequentialBytes[entry];
        return sectorsOf(Math.max(
                Integer.toUnsignedLong(sequentialBytes[entry]),
                Integer.toUnsignedLong(taskAverage[taskId])));
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

    private int find(long startSector, long nowNanos) {
        for (int i = chainFirst[hash(startSector)]; i != NONE; i = chainNext[i]) {
            if (last[i] == startSector && nowNanos < expiryNanos[i]) {
                return i;
            }
        }
        return NONE;
    }

    private static int hash(long sector) {
        return (int) (sector * HASH_MULTIPLIER >>> HASH_SHIFT);
    }

    private void chain(int entry) {
        int bucket = hash(last[entry]);
        chainNext[entry] = chainFirst[bucket];
        chainFirst[bucket] = entry;
    }

    private void unchain(int entry) {
        int bucket = hash(last[entry]);
        if (chainFirst[bucket] == entry) {
            chainFirst[bucket] = chainNext[entry];
            return;
        }
        int before = chainFirst[bucket];
        while (chainNext[before] != entry) {
            before = chainNext[before];
        }
        chainNext[before] = chainNext[entry];
    }

    private void moveToNewest(int entry) {
        if (entry == newest) {
            return;
        }
        if (entry == oldest) {
            oldest = newer[entry];
            older[oldest] = NONE;
        } else {
            newer[older[entry]] = newer[entry];
            older[newer[entry]] = older[entry];
        }
        newer[newest] = entry;
        older[entry] = newest;
        newer[entry] = NONE;
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
