package dev.kiosim.devices.bcache;

/**
 * The buckets with the least lru scores, in a bounded heap. Which of several equal ones is evicted
 * first follows from how the kernel's heap moves them, so this one moves them alike. Source:
 * util.h, heap_add, heap_sift, heap_pop; alloc.c, invalidate_buckets_lru.
 */
final class LruHeap {
    private final Buckets buckets;
    private final int[] data;
    private int used;

    LruHeap(Buckets buckets, int capacity) {
        this.buckets = buckets;
        data = new int[capacity];
    }

    /** Collects the candidates with the least scores from {@code firstBucket} on. */
    void fill(int firstBucket, int bucketCount) {
        used = 0;
        for (int bucket = firstBucket; bucket < bucketCount; bucket++) {
            if (!buckets.canInvalidate(bucket)) {
                continue;
            }
            if (used < data.length) {
                data[used] = bucket;
                siftToRoot(used++);
            } else if (buckets.lruScore(bucket) < buckets.lruScore(data[0])) {
                data[0] = bucket;
                sift(0, true);
            }
        }
        for (int i = used / 2 - 1; i >= 0; i--) {
            sift(i, false);
        }
    }

    /** Takes the candidate with the least score, or {@link BucketFifo#EMPTY}. */
    int pop() {
        if (used == 0) {
            return BucketFifo.EMPTY;
        }
        int least = data[0];
        data[0] = data[--used];
        data[used] = least;
        sift(0, false);
        return least;
    }

    /**
     * An added entry climbs past all that are not strictly greater, and is then sifted from where
     * it came to: ties go to the root and down again to a leaf. So recordings of placements show.
     */
    private void siftToRoot(int from) {
        int i = from;
        while (i > 0) {
            int parent = (i - 1) / 2;
            if (buckets.lruScore(data[i]) < buckets.lruScore(data[parent])) {
                break;
            }
            swap(i, parent);
            i = parent;
        }
        sift(i, true);
    }

    private void sift(int from, boolean greatestFirst) {
        int i = from;
        while (i * 2 + 1 < used) {
            int child = i * 2 + 1;
            if (child + 1 < used && precedes(child + 1, child, greatestFirst)) {
                child++;
            }
            if (precedes(i, child, greatestFirst)) {
                break;
            }
            swap(child, i);
            i = child;
        }
    }

    /** Whether entry {@code a} belongs strictly nearer to the root than {@code b}. */
    private boolean precedes(int a, int b, boolean greatestFirst) {
        long scoreA = buckets.lruScore(data[a]);
        long scoreB = buckets.lruScore(data[b]);
        return greatestFirst ? scoreA > scoreB : scoreA < scoreB;
    }

    private void swap(int a, int b) {
        int old = data[a];
        data[a] = data[b];
        data[b] = old;
    }
}
