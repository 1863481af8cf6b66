package dev.kiosim.devices.bcache;

import java.util.function.IntConsumer;

/**
 * The buckets that are free, in a list for each reserve: who gets which, and which list is refilled
 * first. Source: alloc.c, bch_bucket_alloc and bch_allocator_push.
 */
final class FreeLists {
    private static final Reserve[] RESERVES = Reserve.values();

    private final Geometry geometry;
    private final Buckets buckets;
    private final BucketFifo[] lists = new BucketFifo[RESERVES.length];

    FreeLists(Geometry geometry, Buckets buckets) {
        this.geometry = geometry;
        this.buckets = buckets;
        for (Reserve reserve : RESERVES) {
            lists[reserve.ordinal()] = new BucketFifo(geometry.freeCapacity(reserve));
        }
    }

    BucketFifo list(Reserve reserve) {
        return lists[reserve.ordinal()];
    }

    /** Takes a bucket, from the common list first; {@link BucketFifo#EMPTY} if there is none. */
    int take(Reserve reserve) {
        int bucket = list(Reserve.NONE).pop();
        return bucket == BucketFifo.EMPTY ? list(reserve).pop() : bucket;
    }

    /** Adds a bucket to the first list that has room, that of the tables before all others. */
    boolean push(int bucket) {
        if (list(Reserve.PRIO).push(bucket)) {
            return true;
        }
        for (BucketFifo list : lists) {
            if (list.push(bucket)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there are buckets for a whole table of priorities. */
    boolean canWritePrios() {
        return list(Reserve.PRIO).size() + list(Reserve.NONE).size() >= geometry.prioBuckets();
    }

    /**
     * At the first start the reserves for tables and nodes are filled with unused buckets, in the
     * order of numbers, so that the thread can start. Source: btree.c, bch_initial_gc_finish.
     */
    void fillFirstReserves() {
        BucketFifo prio = list(Reserve.PRIO);
        BucketFifo btree = list(Reserve.BTREE);
        for (int bucket = geometry.firstBucket(); !prio.isFull() || !btree.isFull(); bucket++) {
            if (buckets.canInvalidate(bucket) && buckets.mark(bucket) == Buckets.FREE) {
                buckets.invalidate(bucket);
                if (!prio.push(bucket)) {
                    btree.push(bucket);
                }
            }
        }
    }

    /**
     * At registration: the reserve for nodes has as many places as the journal has buckets. Source:
     * super.c, cache_alloc.
     */
    void growBtreeReserve() {
        lists[Reserve.BTREE.ordinal()] =
                new BucketFifo(Geometry.fifoCapacity(geometry.journalBuckets()));
    }

    /** Visits all free buckets. */
    void forEach(IntConsumer visitor) {
        for (BucketFifo list : lists) {
            list.forEach(visitor);
        }
    }
}
