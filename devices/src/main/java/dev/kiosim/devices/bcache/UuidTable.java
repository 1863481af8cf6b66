package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.engine.Event;

/**
 * The table of the set's devices: one bucket, written anew whenever a device is attached, followed
 * by a journal commit that tells where it is. Nobody waits for it here. Source: super.c,
 * __uuid_write.
 */
final class UuidTable {
    private final CacheSet set;
    private final Event write = this::write;
    private final Event commit = this::commit;
    private final Event committed = () -> {};
    private final BioEnd writeEnd = this::writeEnded;
    private int bucket;
    private boolean writing;
    private boolean writeAgain;

    UuidTable(CacheSet set) {
        this.set = set;
    }

    /** Where it is. */
    int bucket() {
        return bucket;
    }

    /** Writes it before the simulation began. */
    void format() {
        bucket = set.allocator().allocate(Reserve.BTREE);
        set.buckets().unpin(bucket);
        set.allocator().countMetadata(set.geometry().metaSectors());
    }

    /**
     * Writes it, behind the write that may be in flight, and as soon as there is a bucket for it.
     */
    void write() {
        if (writing) {
            writeAgain = true;
            return;
        }
        int next = set.allocator().allocate(Reserve.BTREE);
        if (next == BucketFifo.EMPTY) {
            set.allocator().awaitBucket(write);
            return;
        }
        writing = true;
        bucket = next; // the old one stays metadata until the next garbage collection
        set.buckets().unpin(next);
        set.allocator().countMetadata(set.geometry().metaSectors());
        Bio bio = set.bios().take();
        bio.prepare(
                Bio.Op.WRITE,
                Bio.SYNC | Bio.META,
                set.geometry().firstSectorOf(next),
                set.geometry().metaSectors(),
                writeEnd);
        bio.submitTo(set.cacheDevice(), set.nowNanos());
    }

    private void writeEnded(Bio bio) {
        set.errors().metadataIoEnded(bio);
        bio.settle(set.nowNanos());
        set.release(bio);
        writing = false;
        commit();
        if (writeAgain) {
            writeAgain = false;
            write();
        }
    }

    private void commit() {
        set.journal().commit(committed, commit);
    }
}
