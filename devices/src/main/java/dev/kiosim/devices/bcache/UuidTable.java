package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.engine.Event;
import java.util.ArrayDeque;

/**
 * The table of the set's devices, in a bucket of its own: a new one for each write, whenever a
 * device is attached or detached, and then a journal entry that tells where it is. Source: super.c,
 * __uuid_write and bch_uuid_write.
 *
 * <pre>
 * IDLE --bucket--> WRITING --> COMMITTING --> IDLE
 *                     ^--- written again ---'
 * </pre>
 */
final class UuidTable {
    private final CacheSet set;
    private final Event start = this::start;
    private final Event commit = this::commit;
    private final Event committed = this::committed;
    private final BioEnd writeEnd = this::writeEnded;
    private final ArrayDeque<Event> waiting = new ArrayDeque<>();
    private boolean isAttached;
    private int number;
    private int bucket;
    private int nextBucket;
    private boolean writing;
    private int covered;

    UuidTable(CacheSet set) {
        this.set = set;
    }

    /** Where it is. */
    int bucket() {
        return bucket;
    }

    /** Whether the backing device is in it. */
    boolean isAttached() {
        return isAttached;
    }

    /** The number of the backing device in the index: its last one if it is not in the table. */
    int number() {
        return number;
    }

    /** At registration: it was found there. */
    void restore(int inBucket) {
        bucket = inBucket;
        long[] words = set.metadata().read(set.geometry().firstSectorOf(inBucket));
        isAttached = Superblocks.isAttached(words);
        number = Superblocks.number(words);
    }

    /** Writes it before the simulation begins. */
    void format(boolean withDevice) {
        isAttached = withDevice;
        bucket = set.allocator().allocate(Reserve.BTREE);
        set.buckets().unpin(bucket);
        set.metadata()
                .format(
                        set.geometry().firstSectorOf(bucket),
                        set.geometry().metaSectors(),
                        Superblocks.uuids(isAttached, number));
        set.allocator().countMetadata(set.geometry().metaSectors());
    }

    /** The backing device is in it from now on; see {@link #write}. */
    void writeAttached(int deviceNumber, Event whenDone) {
        isAttached = true;
        number = deviceNumber;
        write(whenDone);
    }

    /** The backing device is no longer in it; see {@link #write}. */
    void writeDetached(Event whenDone) {
        isAttached = false;
        write(whenDone);
    }

    /** A device has another label: nobody waits until it is on the SSD. */
    void writeLabel() {
        write(() -> {});
    }

    /**
     * Writes it, behind the write that may be in flight, and as soon as there is a bucket for it;
     * {@code whenDone} is fired when it is durable, and the journal tells where it is.
     */
    private void write(Event whenDone) {
        waiting.add(whenDone);
        if (!writing) {
            writing = true;
            start();
        }
    }

    private void start() {
        nextBucket = set.allocator().allocate(Reserve.BTREE);
        if (nextBucket == BucketFifo.EMPTY && set.hasFailed()) {
            covered = waiting.size();
            committed(); // it is not written, and nobody is told
            return;
        }
        if (nextBucket == BucketFifo.EMPTY) {
            set.allocator().awaitBucket(start);
            return;
        }
        covered = waiting.size();
        int sectors = set.geometry().metaSectors();
        set.allocator().countMetadata(sectors);
        Bio bio = set.bios().take();
        bio.prepare(
                Bio.Op.WRITE,
                Bio.SYNC | Bio.META,
                set.geometry().firstSectorOf(nextBucket),
                sectors,
                writeEnd);
        set.metadata().fill(bio, Superblocks.uuids(isAttached, number));
        set.submit(bio, set.cacheDevice());
    }

    private void writeEnded(Bio bio) {
        set.errors().metadataEnded(bio, "accessing uuids");
        bio.settle(set.nowNanos());
        set.release(bio);
        bucket = nextBucket; // the old one stays metadata until the next garbage collection
        set.buckets().unpin(bucket);
        commit();
    }

    private void commit() {
        set.journal().commit(committed, commit);
    }

    private void committed() {
        while (covered > 0) {
            covered--;
            waiting.remove().fire();
        }
        writing = false;
        if (!waiting.isEmpty()) {
            writing = true;
            start();
        }
    }
}
