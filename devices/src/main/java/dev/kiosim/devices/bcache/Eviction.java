package dev.kiosim.devices.bcache;

import dev.kiosim.engine.RandomStream;

/**
 * Chooses the buckets whose content is given up, in batches. Source: alloc.c, invalidate_buckets.
 */
final class Eviction {
    /** Which buckets are given up first: {@code cache_replacement_policy}. */
    enum Policy {
        /** Cold and nearly empty ones. */
        LRU,
        /** One after the other, by number. */
        FIFO,
        /** Any. */
        RANDOM
    }

    private final CacheSet set;
    private final Geometry geometry;
    private final Buckets buckets;
    private final LruHeap heap;
    private final RandomStream random;
    private Policy policy = Policy.LRU;
    private int fifoLast;

    Eviction(CacheSet set) {
        this.set = set;
        geometry = set.geometry();
        buckets = set.buckets();
        heap = new LruHeap(buckets, geometry.heapSize());
        random = set.engine().random(set.name() + "/replacement");
    }

    Policy policy() {
        return policy;
    }

    void setPolicy(Policy newPolicy) {
        policy = newPolicy;
    }

    /**
     * Fills {@code freeInc}; false if garbage collection has to run before more can be given up.
     */
    boolean fill(BucketFifo freeInc) {
        return switch (policy) {
            case LRU -> fillLru(freeInc);
            case FIFO -> fillFifo(freeInc);
            case RANDOM -> fillRandom(freeInc);
        };
    }

    private boolean fillLru(BucketFifo freeInc) {
        heap.fill(geometry.firstBucket(), geometry.bucketCount());
        while (!freeInc.isFull()) {
            int bucket = heap.pop();
            if (bucket == BucketFifo.EMPTY) {
                return false;
            }
            invalidate(bucket, freeInc);
        }
        return true;
    }

    private boolean fillFifo(BucketFifo freeInc) {
        int checked = 0;
        while (!freeInc.isFull()) {
            if (fifoLast < geometry.firstBucket() || fifoLast >= geometry.bucketCount()) {
                fifoLast = geometry.firstBucket();
            }
            int bucket = fifoLast++;
            if (buckets.canInvalidate(bucket)) {
                invalidate(bucket, freeInc);
            }
            if (++checked >= geometry.bucketCount()) {
                return false;
            }
        }
        return true;
    }

    private boolean fillRandom(BucketFifo freeInc) {
        int checked = 0;
        while (!freeInc.isFull()) {
            int bucket = geometry.firstBucket()
                    + random.nextInt(geometry.bucketCount() - geometry.firstBucket());
            if (buckets.canInvalidate(bucket)) {
                invalidate(bucket, freeInc);
            }
            if (++checked >= geometry.bucketCount() / 2) {
                return false;
            }
        }
        return true;
    }

    private void invalidate(int bucket, BucketFifo freeInc) {
        if (buckets.sectorsUsed(bucket) > 0) {
            set.trace().report(BcacheEvent.INVALIDATE, bucket, buckets.sectorsUsed(bucket), 0, 0);
        }
        buckets.invalidate(bucket);
        freeInc.push(bucket);
    }
}
