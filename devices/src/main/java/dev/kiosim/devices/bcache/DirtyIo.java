package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/**
 * One key on its way from the SSD to the backing device. Reads run side by side, writes are issued
 * in order; then the key is inserted again, clean, if it still stands. Source: writeback.c, struct
 * dirty_io.
 */
final class DirtyIo {
    private final CachedDevice device;
    private final CacheSet set;
    private final WritebackThread thread;
    private final BtreeOp op = new BtreeOp(this::insertClean);
    private final BioEnd readEnd = this::readEnded;
    private final BioEnd writeEnd = this::writeEnded;
    private final Event write = this::write;
    private final Event finish = this::finish;
    private int slot;
    private int sequence;
    private long end;
    private long value;
    private boolean failed;
    private long @Nullable [] stamps;

    DirtyIo(CachedDevice device, CacheSet set, WritebackThread thread) {
        this.device = device;
        this.set = set;
        this.thread = thread;
    }

    void start(int keybufSlot, int ofSequence) {
        slot = keybufSlot;
        sequence = ofSequence;
        end = device.keybuf().end(slot);
        value = device.keybuf().value(slot);
        failed = false;
        int sectors = Bkey.size(value);
        stamps = set.tracksData() ? set.stamps().take(sectors) : null;
        set.trace().report(BcacheEvent.WRITEBACK, Bkey.sector(end), sectors, 0, 0);
        submit(Bio.Op.READ, Bkey.cacheSector(value), readEnd, set.cacheDevice());
    }

    private void submit(Bio.Op operation, long sector, BioEnd whenDone, BlockDevice to) {
        Bio bio = set.bios().take();
        bio.prepare(operation, device.writebackFlags(), sector, Bkey.size(value), whenDone);
        bio.stamps = stamps;
        bio.stampsFrom = 0;
        set.submit(bio, to);
    }

    private void readEnded(Bio bio) {
        set.errors().readEnded(bio, "reading dirty data from cache");
        if (bio.status != 0) { // counts on both devices: writeback.c, read_dirty_endio
            device.backingErrors().failed(bio);
        }
        ended(bio);
        set.engine().schedule(set.hopNanos(), write);
    }

    private void ended(Bio bio) {
        failed |= bio.status != 0;
        bio.settle(set.nowNanos());
        set.release(bio);
    }

    private void write() {
        if (!thread.isTurnOf(sequence, write)) {
            return;
        }
        if (failed) {
            set.engine().schedule(set.hopNanos(), finish);
        } else {
            submit(Bio.Op.WRITE, Bkey.sector(end) - Bkey.size(value), writeEnd, device.backing());
        }
        thread.turnIsOver();
    }

    private void writeEnded(Bio bio) {
        if (bio.status != 0) {
            device.backingErrors().failed(bio);
        } else {
            device.noteWrittenBack(bio.sector, bio.sectorCount, stamps);
        }
        ended(bio);
        set.engine().schedule(set.hopNanos(), finish);
    }

    private void finish() {
        long[] buffer = stamps;
        if (buffer != null) {
            set.stamps().giveBack(buffer);
            stamps = null;
        }
        if (failed) {
            thread.ended(this, slot);
            return;
        }
        op.reset();
        op.keys.add(end, value & ~Bkey.DIRTY);
        op.replaceEnd = end;
        op.replaceValue = value;
        set.buckets().pin(set.geometry().bucketOf(Bkey.cacheSector(value)));
        insertClean();
    }

    private void insertClean() {
        if (!set.btree().insert(op)) {
            return;
        }
        if (op.collision) {
            set.trace()
                    .report(
                            BcacheEvent.WRITEBACK_COLLISION,
                            Bkey.sector(end),
                            Bkey.size(value),
                            0,
                            0);
        }
        set.countWritebackKey(op.collision);
        thread.ended(this, slot);
    }
}
