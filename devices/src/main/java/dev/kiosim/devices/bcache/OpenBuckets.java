package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/**
 * The buckets that are being filled: 128 (6 in 3.10). Data go where {@link OpenBucketOrder} says; a
 * full bucket is replaced. Source: alloc.c, bch_alloc_sectors.
 */
final class OpenBuckets {
    /** Write point of moving garbage collection; those of tasks are above. */
    static final int MOVING_GC = 0;
    /** What {@link #allocate} returns if there is no bucket. */
    static final long NO_SPACE = 0;

    private final Geometry geometry;
    private final Buckets buckets;
    private final BucketSource source;
    private final OpenBucketOrder order;
    private final long[] nextSector;
    private final int[] sectorsFree;
    private long sectorsWritten;

    /** So many at a time: {@link BcacheVersion#openBuckets}. */
    OpenBuckets(Geometry geometry, Buckets buckets, BucketSource source, int count) {
        this.geometry = geometry;
        this.buckets = buckets;
        this.source = source;
        order = new OpenBucketOrder(count);
        nextSector = new long[count];
        sectorsFree = new int[count];
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
        for (int open = order.newest(); open >= 0; open = order.before(open)) {
            if (sectorsFree[open] > 0) {
                visitor.visit(
                        geometry.bucketOf(nextSector[open]),
                        sectorsFree[open],
                        order.writePoint(open));
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
     * @param waiter taken up when there may be space; null if nobody waits
     * @return the value of a clean key that points to the space, or {@link #NO_SPACE}
     */
    long allocate(long start, int sectors, int task, Reserve reserve, @Nullable Event waiter) {
        int open = order.pick(start, task);
        if (sectorsFree[open] == 0 && !refill(open, reserve)) {
            if (waiter != null) {
                source.awaitBucket(waiter);
            }
            return NO_SPACE;
        }
        int taken = Math.min(sectors, sectorsFree[open]);
        long sector = nextSector[open];
        int bucket = geometry.bucketOf(sector);
        order.used(open, start + taken, task);
        nextSector[open] += taken;
        sectorsWritten += taken;
        sectorsFree[open] -= taken;
        if (sectorsFree[open] < geometry.blockSectors()) {
            sectorsFree[open] = 0;
        } else {
            buckets.pin(bucket); // for the key; the last key of a bucket takes over the
            // bucket's own pin
        }
        return Bkey.pointing(sector, buckets.gen(bucket), taken, 0);
    }

    private boolean refill(int open, Reserve reserve) {
        int bucket = source.allocate(reserve);
        if (bucket == BucketFifo.EMPTY) {
            return false;
        }
        sectorsFree[open] = geometry.bucketSectors();
        nextSector[open] = geometry.firstSectorOf(bucket);
        return true;
    }
}
