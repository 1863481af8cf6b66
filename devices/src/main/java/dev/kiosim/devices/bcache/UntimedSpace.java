package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.RandomStream;

/**
 * The space of a bcache without time: free lists, the allocator's batches and garbage collection.
 * All steps are those of {@link Allocator} and {@link GarbageCollector}; IO of tables, nodes and
 * journal ends at once, and only the buckets that it takes are left. Source: alloc.c; btree.c,
 * bch_btree_gc.
 */
final class UntimedSpace implements BucketSource {
    private final Geometry geometry;
    private final Buckets buckets;
    private final BlockIndex index;
    private final FreeLists free;
    private final BucketFifo freeInc;
    private final Eviction eviction;
    private final int blockShift;
    private final int[] prioBuckets;
    private final int[] lastPrioBuckets;
    private int uuidBucket;
    private int rootBucket;
    private long sectorsToGc;
    private int bucketInHand = BucketFifo.EMPTY;
    private boolean invalidating;
    private boolean needsGc;
    private boolean due;
    private long gcRuns;
    private long allocFailures;
    private long prioWrites;

    UntimedSpace(
            Geometry geometry,
            Buckets buckets,
            BlockIndex index,
            RandomStream random,
            Eviction.Listener listener) {
        this.geometry = geometry;
        this.buckets = buckets;
        this.index = index;
        free = new FreeLists(geometry, buckets);
        freeInc = new BucketFifo(geometry.freeIncCapacity());
        eviction = new Eviction(geometry, buckets, random, listener);
        blockShift = Integer.numberOfTrailingZeros(geometry.blockSectors());
        prioBuckets = new int[geometry.prioBuckets()];
        lastPrioBuckets = new int[prioBuckets.length];
        sectorsToGc = geometry.gcSectors(BcacheVersion.MODERN);
    }

    /** Formats the cache and attaches a device, as {@link CacheSet#format} does. */
    void format() {
        markJournal();
        buckets.finishMarking();
        free.fillFirstReserves();
        writePrios();
        uuidBucket = takeForMetadata();
        rootBucket = takeForMetadata();
        settle();
        uuidBucket = takeForMetadata();
        settle();
    }

    Eviction eviction() {
        return eviction;
    }

    /** Runs of garbage collection. */
    long gcRuns() {
        return gcRuns;
    }

    /** How often there was no bucket. */
    long allocFailures() {
        return allocFailures;
    }

    /** How often the table of priorities was written. */
    long prioWrites() {
        return prioWrites;
    }

    @Override
    public int allocate(Reserve reserve) {
        int bucket = free.take(reserve);
        if (bucket == BucketFifo.EMPTY) {
            allocFailures++;
            return bucket;
        }
        due = true;
        buckets.allocate(bucket, reserve.isMetadata());
        return bucket;
    }

    @Override
    public void awaitBucket(Event step) {
        throw violated("nobody waits in a cache without time");
    }

    /** Whether there is a bucket for data. */
    boolean hasBucket() {
        return !free.list(Reserve.NONE).isEmpty();
    }

    private int takeForMetadata() {
        int bucket = allocate(Reserve.BTREE);
        buckets.unpin(bucket);
        return bucket;
    }

    /** Data are being inserted; each sector brings garbage collection nearer. */
    void sectorsInserted(int sectors) {
        sectorsToGc -= sectors;
        due |= sectorsToGc < 0;
    }

    /** {@code trigger_gc}. */
    void triggerGc() {
        sectorsToGc = -1;
        due = true;
    }

    /** Garbage collection and allocator do what there is to do. */
    void settle() {
        if (!due) {
            return;
        }
        due = false;
        if (sectorsToGc < 0) {
            collectGarbage();
        }
        runAllocator();
        int invalidated = -1;
        while (needsGc && freeInc.size() != invalidated) {
            invalidated = freeInc.size(); // a run that brings nothing is not repeated at once
            collectGarbage();
            runAllocator();
        }
        due = needsGc;
    }

    private void runAllocator() {
        boolean goesOn = true;
        while (goesOn) {
            if (!invalidating && !refill()) {
                return;
            }
            invalidating = true;
            goesOn = invalidate();
        }
    }

    /** Passes invalidated buckets on while there is room; true if all are. */
    private boolean refill() {
        while (bucketInHand != BucketFifo.EMPTY || !freeInc.isEmpty()) {
            if (bucketInHand == BucketFifo.EMPTY) {
                bucketInHand = freeInc.pop();
            }
            if (!free.push(bucketInHand)) {
                return false;
            }
            bucketInHand = BucketFifo.EMPTY;
        }
        return true;
    }

    /** Gives up the next batch; false if garbage has to be collected first. */
    private boolean invalidate() {
        if (needsGc) {
            return false;
        }
        if (!freeInc.isFull() && !eviction.fill(freeInc)) {
            needsGc = true;
        }
        if (!freeInc.isFull()) {
            return false;
        }
        invalidating = false;
        if (free.canWritePrios()) {
            writePrios();
        } else {
            needsGc = true;
        }
        return true;
    }

    /** A new table of priorities; the buckets of the one before are free. */
    private void writePrios() {
        System.arraycopy(prioBuckets, 0, lastPrioBuckets, 0, prioBuckets.length);
        for (int i = prioBuckets.length - 1; i >= 0; i--) {
            prioBuckets[i] = allocate(Reserve.PRIO);
            buckets.unpin(prioBuckets[i]);
        }
        for (int bucket : lastPrioBuckets) {
            if (bucket != 0) {
                buckets.free(bucket);
            }
        }
        prioWrites++;
    }

    private void collectGarbage() {
        buckets.startMarking();
        for (int bucket = geometry.firstBucket(); bucket < geometry.bucketCount(); bucket++) {
            if (index.live(bucket) != 0) {
                byte content = index.dirty(bucket) != 0 ? Buckets.DIRTY : Buckets.RECLAIMABLE;
                buckets.markLive(bucket, index.live(bucket) << blockShift, content);
            }
        }
        buckets.markLive(rootBucket, geometry.nodeSectors(), Buckets.METADATA);
        sectorsToGc = geometry.gcSectors(BcacheVersion.MODERN);
        buckets.setMark(uuidBucket, Buckets.METADATA);
        markJournal();
        for (int bucket : prioBuckets) {
            buckets.setMark(bucket, Buckets.METADATA);
        }
        needsGc = false;
        buckets.finishMarking();
        buckets.updateInUse();
        gcRuns++;
    }

    private void markJournal() {
        for (int i = 0; i < geometry.journalBuckets(); i++) {
            buckets.setMark(geometry.firstBucket() + i, Buckets.METADATA);
        }
    }
}
