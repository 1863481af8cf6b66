package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import java.util.Arrays;

/**
 * The buckets that are being filled: 128 (6 in 3.10), least recently used first. Data go where the
 * data before them went, or to the bucket of their task; a full bucket is replaced. Source:
 * alloc.c, pick_data_bucket and bch_alloc_sectors.
 */
final class OpenBuckets {
    /** Write point of moving garbage collection; those of tasks are above. */
    static final int MOVING_GC = 0;
    /** What {@link #allocate} returns if there is no bucket. */
    static final long NO_SPACE = 0;

    private static final int NONE = -1;

    private final CacheSet set;
    private final int count;
    private final long[] lastEnd;
    private final long[] nextSector;
    private final int[] sectorsFree;
    private final int[] writePoint;
    private final int[] leastRecentFirst;
    private long sectorsWritten;

    OpenBuckets(CacheSet set) {
        this.set = set;
        count = set.version().openBuckets();
        lastEnd = new long[count];
        nextSector = new long[count];
        sectorsFree = new int[count];
        writePoint = new int[count];
        leastRecentFirst = new int[count];
        Arrays.setAll(leastRecentFirst, i -> i);
    }

    /** The write point of a task: unlike the kernel's 16-bit hash it never collides. */
    static int writePointOf(int taskId) {
        return taskId + 1;
    }

    /** The task of a write point that is not moving garbage collection's. */
    static int taskOf(int writePoint) {
        return writePoint - 1;
    }

    /** Takes an open bucket. */
    @FunctionalInterface
    interface Visitor {
        /** It has {@code sectorsFree} sectors left; {@code writePoint} used it last. */
        void visit(int bucket, int sectorsFree, int writePoint);
    }

    /** Buckets that are not full, most recently used first. */
    void forEach(Visitor visitor) {
        for (int rank = count - 1; rank >= 0; rank--) {
            int open = leastRecentFirst[rank];
            if (sectorsFree[open] > 0) {
                visitor.visit(
                        set.geometry().bucketOf(nextSector[open]),
                        sectorsFree[open],
                        writePoint[open]);
            }
        }
    }

    /** Sectors of data allocated so far: {@code written}. */
    long sectorsWritten() {
        return sectorsWritten;
    }

    void clearSectorsWritten() {
        sectorsWritten = 0;
    }

    /**
     * Finds space for data that begin at {@code start} in the index.
     *
     * @param sectors how much is wanted; less may be given, up to the end of the bucket
     * @param waiter taken up when there may be space; null if nobody waits. Nobody waits for a set
     *     that has failed
     * @return the value of a clean key that points to the space, or {@link #NO_SPACE}
     */
    long allocate(long start, int sectors, int task, Reserve reserve, @Nullable Event waiter) {
        int rank = pick(start, task);
        int open = leastRecentFirst[rank];
        if (sectorsFree[open] == 0 && !refill(open, reserve)) {
            if (waiter != null && !set.hasFailed()) {
                set.allocator().awaitBucket(waiter);
            }
            return NO_SPACE;
        }
        int taken = Math.min(sectors, sectorsFree[open]);
        long sector = nextSector[open];
        int bucket = set.geometry().bucketOf(sector);
        moveToMostRecent(rank);
        lastEnd[open] = start + taken;
        writePoint[open] = task;
        nextSector[open] += taken;
        sectorsWritten += taken;
        sectorsFree[open] -= taken;
        if (sectorsFree[open] < set.geometry().blockSectors()) {
            sectorsFree[open] = 0;
        } else {
            set.buckets().pin(bucket); // for the key; the last key of a bucket takes over the
            // bucket's own pin
        }
        return Bkey.pointing(sector, set.buckets().gen(bucket), taken, 0);
    }

    /** Rank of the bucket to use: same stream, else same task, else the least recently used. */
    private int pick(long start, int task) {
        int ofTask = NONE;
        for (int rank = count - 1; rank >= 0; rank--) {
            int open = leastRecentFirst[rank];
            if (lastEnd[open] == start) {
                return rank;
            }
            if (writePoint[open] == task) {
                ofTask = rank;
            }
        }
        return ofTask == NONE ? 0 : ofTask;
    }

    private boolean refill(int open, Reserve reserve) {
        int bucket = set.allocator().allocate(reserve);
        if (bucket == BucketFifo.EMPTY) {
            return false;
        }
        sectorsFree[open] = set.geometry().bucketSectors();
        nextSector[open] = set.geometry().firstSectorOf(bucket);
        return true;
    }

    private void moveToMostRecent(int rank) {
        int open = leastRecentFirst[rank];
        System.arraycopy(leastRecentFirst, rank + 1, leastRecentFirst, rank, count - 1 - rank);
        leastRecentFirst[count - 1] = open;
    }
}
