package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.BlockDevice;

/**
 * The superblock of a backing device: its state, written when that changes. Source: super.c,
 * bch_write_bdev_super.
 */
final class BackingSuperblock {
    private static final int SECTOR = 8;
    private static final int SECTORS = 8;

    private final CacheSet set;
    private final BlockDevice backing;
    private final BioEnd writeEnd = this::writeEnded;
    private BackingState state = BackingState.NONE;
    private boolean writing;
    private boolean writeAgain;

    BackingSuperblock(CacheSet set, BlockDevice backing) {
        this.set = set;
        this.backing = backing;
    }

    BackingState state() {
        return state;
    }

    /** The state before the simulation began. */
    void format(BackingState first) {
        state = first;
    }

    /** Changes the state; nobody waits until it is on the device. */
    void setState(BackingState newState) {
        state = newState;
        set.trace().report(BcacheEvent.STATE, newState.ordinal(), 0, 0, 0);
        write();
    }

    /** Writes it, behind the write that may be in flight. */
    void write() {
        if (writing) {
            writeAgain = true;
            return;
        }
        writing = true;
        Bio bio = set.bios().take();
        bio.prepare(Bio.Op.WRITE, Bio.SYNC | Bio.META, SECTOR, SECTORS, writeEnd);
        bio.submitTo(backing, set.nowNanos());
    }

    private void writeEnded(Bio bio) {
        bio.settle(set.nowNanos());
        set.release(bio);
        writing = false;
        if (writeAgain) {
            writeAgain = false;
            write();
        }
    }
}
