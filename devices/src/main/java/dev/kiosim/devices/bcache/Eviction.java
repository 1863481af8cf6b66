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

    /** Hears of every bucket that is given up. */
    @FunctionalInterface
    interface Listener {
        /** {@code bucket} is about to be; the last gc found {@code sectors} in it. */
        void invalidated(int bucket, int sectors);
    }

    private final Geometry geometry;
    private final Buckets buckets;
    private final LruHeap heap;
    private final RandomStream random;
    private final Listener listener;
    private Policy policy = Policy.LRU;
    private int fifoLast;

    Eviction(Geometry geometry, Buckets buckets, RandomStream random, Listener listener) {
        this.geometry = geometry;
        this.buckets = buckets;
        this.random = random;
        this.listener = listener;
        heap = new LruHeap(buckets, geometry.heapSize());
    }

    /** Name of the stream of random numbers of the cache {@code cacheName}. */
    static String streamName(String cacheName) {
        return cacheName + "/replacement";
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
        listener.invalidated(bucket, buckets.sectorsUsed(bucket));
        buckets.invalidate(bucket);
        freeInc.push(bucket);
    }
}
