package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Timer;
import java.util.function.IntConsumer;

/**
 * Hands out buckets, and the thread that refills the free lists: it gives up the content of a batch
 * of buckets, makes their new generations durable (priority table and journal), and passes them on.
 * Source: alloc.c.
 *
 * <pre>
 * REFILL --free_inc empty--> INVALIDATE --it is full--> PRIO_WRITE --written--> COMMIT --> REFILL
 *   ^ a list has room          ^ gc has ended, no parent of a freed node unwritten
 * </pre>
 */
final class Allocator {
    private enum Phase {
        REFILL,
        DISCARD,
        INVALIDATE,
        PRIO_WRITE,
        COMMIT
    }

    private static final Reserve[] RESERVES = Reserve.values();

    private final CacheSet set;
    private final Geometry geometry;
    private final Buckets buckets;
    private final BucketFifo[] free = new BucketFifo[RESERVES.length];
    private final BucketFifo freeInc;
    private final Eviction eviction;
    private final WaitList bucketWait;
    private final Timer thread;
    private final BioEnd prioEnd = this::prioEnded;
    private final BioEnd discardEnd = this::discardEnded;
    private final Event committed = this::committed;
    private final Event commit = this::commit;
    private final int[] prioBuckets;
    private final int[] prioLastBuckets;
    private Phase phase = Phase.REFILL;
    private int prioIndex;
    private int prioBucketInFlight;
    private int prioBlocked;
    private boolean needsGc;
    private boolean discards;
    private long metadataSectors;
    private boolean formatting;
    private int bucketInHand = BucketFifo.EMPTY;

    Allocator(CacheSet set) {
        this.set = set;
        geometry = set.geometry();
        buckets = set.buckets();
        eviction = new Eviction(set);
        for (Reserve reserve : RESERVES) {
            free[reserve.ordinal()] = new BucketFifo(geometry.freeCapacity(reserve));
        }
        freeInc = new BucketFifo(geometry.freeIncCapacity());
        bucketWait = new WaitList(set.engine());
        thread = new Timer(set.engine(), this::run);
        prioBuckets = new int[geometry.prioBuckets()];
        prioLastBuckets = new int[geometry.prioBuckets()];
    }

    Eviction eviction() {
        return eviction;
    }

    boolean discards() {
        return discards;
    }

    void setDiscards(boolean on) {
        discards = on;
    }

    /** Whether garbage collection must run before more buckets can be given up. */
    boolean needsGc() {
        return needsGc;
    }

    /** Sectors of the priority and uuid tables written so far. */
    long metadataSectors() {
        return metadataSectors;
    }

    void clearMetadataSectors() {
        metadataSectors = 0;
    }

    void countMetadata(int sectors) {
        metadataSectors += sectors;
    }

    int freeCount(Reserve reserve) {
        return free[reserve.ordinal()].size();
    }

    int freeCapacity(Reserve reserve) {
        return free[reserve.ordinal()].capacity();
    }

    int freeIncCount() {
        return freeInc.size();
    }

    int freeIncCapacity() {
        return freeInc.capacity();
    }

    /** Buckets in the free lists. */
    void forEachFree(IntConsumer visitor) {
        for (BucketFifo list : free) {
            list.forEach(visitor);
        }
    }

    /** Buckets whose content has been given up, and whose new generation is not durable yet. */
    void forEachInvalidated(IntConsumer visitor) {
        freeInc.forEach(visitor);
        if (bucketInHand != BucketFifo.EMPTY) {
            visitor.accept(bucketInHand);
        }
    }

    /** Buckets of the valid table of priorities. */
    void forEachPrio(IntConsumer visitor) {
        for (int bucket : prioLastBuckets) {
            visitor.accept(bucket);
        }
    }

    /**
     * Takes a bucket, from the common list first; {@link BucketFifo#EMPTY} if there is none for
     * {@code reserve}.
     */
    int allocate(Reserve reserve) {
        int bucket = free[Reserve.NONE.ordinal()].pop();
        if (bucket == BucketFifo.EMPTY) {
            bucket = free[reserve.ordinal()].pop();
        }
        if (bucket == BucketFifo.EMPTY) {
            set.trace()
                    .report(
                            BcacheEvent.ALLOC_FAIL,
                            reserve.ordinal(),
                            freeCount(reserve),
                            freeInc.size(),
                            0);
            return bucket;
        }
        wake();
        set.trace().report(BcacheEvent.ALLOC, reserve.ordinal(), bucket, 0, 0);
        buckets.allocate(bucket, reserve.isMetadata());
        return bucket;
    }

    /** {@code step} is taken up when buckets have become free, or the set has failed. */
    void awaitBucket(Event step) {
        bucketWait.add(step);
    }

    /** The set has failed: the thread is no more, and nobody waits for it. */
    void endWaits() {
        thread.disarm();
        bucketWait.wakeAll();
    }

    /** A freed btree node's bucket must not be reused before its parent is on the SSD. */
    void blockPrioWrites() {
        prioBlocked++;
    }

    void unblockPrioWrites(int count) {
        prioBlocked -= count;
        if (prioBlocked == 0) {
            wake();
        }
    }

    /** The thread looks for work, as soon as it is scheduled. */
    void wake() {
        boolean mayWork = phase == Phase.REFILL || phase == Phase.INVALIDATE;
        if (mayWork && !thread.isArmed() && !set.hasFailed()) {
            thread.arm(set.wakeNanos());
        }
    }

    /**
     * Whether the thread has something to do, and neither room nor buckets are what it waits for.
     */
    boolean isAtWork() {
        return thread.isArmed()
                || phase == Phase.DISCARD
                || phase == Phase.PRIO_WRITE
                || phase == Phase.COMMIT;
    }

    /** Garbage collection has ended: marks are valid. */
    void gcEnded() {
        needsGc = false;
        for (int i = 0; i < prioBuckets.length; i++) {
            markMetadata(prioBuckets[i]);
            markMetadata(prioLastBuckets[i]);
        }
    }

    private void markMetadata(int bucket) {
        if (bucket != 0) {
            buckets.setMark(bucket, Buckets.METADATA);
        }
    }

    /**
     * At the first start the reserves for tables and nodes are filled with unused buckets, in the
     * order of numbers, so that the thread can start. Source: btree.c, bch_initial_gc_finish.
     */
    void fillFirstReserves() {
        BucketFifo prio = free[Reserve.PRIO.ordinal()];
        BucketFifo btree = free[Reserve.BTREE.ordinal()];
        for (int bucket = geometry.firstBucket(); !prio.isFull() || !btree.isFull(); bucket++) {
            if (buckets.canInvalidate(bucket) && buckets.mark(bucket) == Buckets.FREE) {
                buckets.invalidate(bucket);
                if (!prio.push(bucket)) {
                    btree.push(bucket);
                }
            }
        }
    }

    /** What the thread did before the simulation began: IO takes no time. */
    void settle() {
        formatting = true;
        run();
        formatting = false;
    }

    private void run() {
        boolean goesOn = !set.hasFailed();
        while (goesOn) {
            goesOn = switch (phase) {
                case REFILL -> refill();
                case INVALIDATE -> invalidate();
                case DISCARD, PRIO_WRITE, COMMIT -> false;
            };
        }
    }

    /** Passes invalidated buckets on while there is room; true if all are. */
    private boolean refill() {
        boolean moved = false;
        while (bucketInHand != BucketFifo.EMPTY || !freeInc.isEmpty()) {
            if (bucketInHand == BucketFifo.EMPTY) {
                bucketInHand = freeInc.pop();
                if (discards && set.isRunning()) {
                    discard(bucketInHand);
                    break;
                }
            }
            if (!push(bucketInHand)) {
                break;
            }
            bucketInHand = BucketFifo.EMPTY;
            moved = true;
        }
        if (moved) {
            bucketWait.wakeAll();
        }
        if (phase == Phase.REFILL && bucketInHand == BucketFifo.EMPTY) {
            phase = Phase.INVALIDATE;
            return true;
        }
        return false;
    }

    private boolean push(int bucket) {
        if (free[Reserve.PRIO.ordinal()].push(bucket)) {
            return true;
        }
        for (BucketFifo list : free) {
            if (list.push(bucket)) {
                return true;
            }
        }
        return false;
    }

    private void discard(int bucket) {
        phase = Phase.DISCARD;
        Bio bio = set.bios().take();
        bio.prepare(
                Bio.Op.DISCARD,
                0,
                geometry.firstSectorOf(bucket),
                geometry.bucketSectors(),
                discardEnd);
        set.submit(bio, set.cacheDevice());
    }

    private void discardEnded(Bio bio) {
        bio.settle(set.nowNanos());
        set.release(bio);
        phase = Phase.REFILL;
        run();
    }

    /** Gives up the next batch; false if the thread has to wait. */
    private boolean invalidate() {
        if (!buckets.marksAreValid() || needsGc) {
            return false;
        }
        if (!freeInc.isFull() && !eviction.fill(freeInc)) {
            requestGc();
        }
        if (prioBlocked > 0) {
            return false;
        }
        if (!set.isRunning()) {
            phase = Phase.REFILL;
            return !freeInc.isEmpty();
        }
        if (!set.journal().isEnabled()) { // synchronous 0: generations are not made durable
            phase = Phase.REFILL;
            return true;
        }
        return freeInc.isFull() && writePrios();
    }

    private void requestGc() {
        needsGc = true;
        set.gc().wake();
    }

    /** Makes the new generations durable; true if the thread goes on at once. */
    private boolean writePrios() {
        phase = Phase.REFILL;
        if (freeCount(Reserve.PRIO) + freeCount(Reserve.NONE) < prioBuckets.length) {
            requestGc();
            return true;
        }
        if (formatting) {
            formatPrios();
            return true;
        }
        phase = Phase.PRIO_WRITE;
        prioIndex = prioBuckets.length;
        writeNextPrio();
        return false;
    }

    /** Writes the table before the simulation began. */
    void formatPrios() {
        for (int i = prioBuckets.length - 1; i >= 0; i--) {
            int bucket = allocate(Reserve.PRIO);
            set.metadata()
                    .format(geometry.firstSectorOf(bucket), geometry.metaSectors(), encodePrios(i));
            prioBuckets[i] = bucket;
            buckets.unpin(bucket);
            metadataSectors += geometry.metaSectors();
        }
        if (set.isRunning()) {
            set.journal().formatEntry();
        }
        rotatePrioBuckets();
    }

    private void writeNextPrio() {
        int bucket = allocate(Reserve.PRIO);
        prioBucketInFlight = bucket;
        prioIndex--;
        metadataSectors += geometry.metaSectors();
        Bio bio = set.bios().take();
        bio.prepare(
                Bio.Op.WRITE,
                Bio.SYNC | Bio.META,
                geometry.firstSectorOf(bucket),
                geometry.metaSectors(),
                prioEnd);
        if (set.metadata().isKept()) {
            set.metadata().fill(bio, encodePrios(prioIndex));
        }
        set.submit(bio, set.cacheDevice());
    }

    private void prioEnded(Bio bio) {
        set.errors().metadataEnded(bio, "accessing priorities");
        bio.settle(set.nowNanos());
        set.release(bio);
        prioBuckets[prioIndex] = prioBucketInFlight;
        buckets.unpin(prioBucketInFlight);
        if (prioIndex > 0) {
            writeNextPrio();
        } else {
            phase = Phase.COMMIT;
            commit();
        }
    }

    /** Bucket {@code index} of the table, which points to the one behind it. */
    private long[] encodePrios(int index) {
        int perBucket = geometry.priosPerBucket();
        int first = index * perBucket;
        int count = Math.min(perBucket, geometry.bucketCount() - first);
        int next = index + 1 < prioBuckets.length ? prioBuckets[index + 1] : 0;
        return PrioTable.encode(buckets, first, count, next);
    }

    /** Where the table begins that was written last. */
    int firstPrioBucket() {
        return prioBuckets[0];
    }

    /** At registration: bucket {@code index} of the table was found in {@code bucket}. */
    void restorePrioBucket(int index, int bucket) {
        prioBuckets[index] = bucket;
        prioLastBuckets[index] = bucket;
        buckets.setMark(bucket, Buckets.METADATA);
    }

    /**
     * At registration: the reserve for nodes has as many places as the journal has buckets. Source:
     * super.c, cache_alloc.
     */
    void growBtreeReserve() {
        free[Reserve.BTREE.ordinal()] =
                new BucketFifo(Geometry.fifoCapacity(geometry.journalBuckets()));
    }

    private void commit() {
        set.journal().commit(committed, commit);
    }

    private void committed() {
        rotatePrioBuckets();
        phase = Phase.REFILL;
        run();
    }

    /** The new table is valid: the buckets of the one before are free. */
    private void rotatePrioBuckets() {
        for (int i = 0; i < prioBuckets.length; i++) {
            if (prioLastBuckets[i] != 0) {
                buckets.free(prioLastBuckets[i]);
            }
            prioLastBuckets[i] = prioBuckets[i];
        }
    }
}
