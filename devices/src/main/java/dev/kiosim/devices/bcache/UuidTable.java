package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.engine.Event;

/**
 * The table of backing devices, in a bucket of its own: a new one for each write, which a journal
 * entry then points to. Source: super.c, bch_uuid_write.
 *
 * <pre>
 * IDLE --bucket--> WRITING --> COMMITTING --> IDLE
 * </pre>
 */
final class UuidTable {
    private final CacheSet set;
    private final BioEnd writeEnd = this::written;
    private final Event write = this::write;
    private final Event commit = this::commit;
    private final Event committed = this::committed;
    private Event done = () -> {};
    private boolean isAttached;
    private int bucket;
    private int nextBucket;

    UuidTable(CacheSet set) {
        this.set = set;
    }

    /** Where it is. */
    int bucket() {
        return bucket;
    }

    /** At registration: it was found there. */
    void restore(int inBucket) {
        bucket = inBucket;
        isAttached =
                Superblocks.isAttached(set.metadata().read(set.geometry().firstSectorOf(inBucket)));
    }

    /** Whether the backing device is in it. */
    boolean isAttached() {
        return isAttached;
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
                        Superblocks.uuids(withDevice));
        set.allocator().countMetadata(set.geometry().metaSectors());
    }

    /**
     * Writes it with or without the backing device; {@code whenDone} is fired when it is durable.
     */
    void write(boolean withDevice, Event whenDone) {
        isAttached = withDevice;
        done = whenDone;
        write();
    }

    private void write() {
        nextBucket = set.allocator().allocate(Reserve.BTREE);
        if (nextBucket == BucketFifo.EMPTY) {
            set.allocator().awaitBucket(write);
            return;
        }
        int sectors = set.geometry().metaSectors();
        Bio bio = set.bios().take();
        bio.prepare(
                Bio.Op.WRITE,
                Bio.SYNC | Bio.META,
                set.geometry().firstSectorOf(nextBucket),
                sectors,
                writeEnd);
        set.metadata().fill(bio, Superblocks.uuids(isAttached));
        set.allocator().countMetadata(sectors);
        bio.submitTo(set.cacheDevice(), set.nowNanos());
    }

    private void written(Bio bio) {
        set.errors().metadataIoEnded(bio);
        bio.settle(set.nowNanos());
        set.release(bio);
        bucket = nextBucket;
        set.buckets().unpin(bucket);
        commit();
    }

    private void commit() {
        set.journal().commit(committed, commit);
    }

    private void committed() {
        done.fire();
    }
}
