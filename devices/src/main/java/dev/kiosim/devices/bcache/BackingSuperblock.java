package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/**
 * The superblock of a backing device: its state, written when that changes. Source: super.c,
 * bch_write_bdev_super.
 */
final class BackingSuperblock {
    private final CacheSet set;
    private final BlockDevice backing;
    private final BioEnd writeEnd = this::writeEnded;
    private final MetadataStore metadata;
    private BackingState state = BackingState.NONE;
    private CacheMode mode = CacheMode.WRITETHROUGH;
    private boolean isInUse;
    private boolean writing;
    private boolean writeAgain;
    private @Nullable Event whenWritten;

    BackingSuperblock(CacheSet set, BlockDevice backing) {
        this.set = set;
        this.backing = backing;
        metadata = new MetadataStore(backing);
    }

    BackingState state() {
        return state;
    }

    /** Whether its device is not to be used without the set. */
    boolean wantsSet() {
        return state == BackingState.CLEAN || state == BackingState.DIRTY;
    }

    /** The state before the simulation began. */
    void format(BackingState first) {
        state = first;
        metadata.format(Superblocks.SECTOR, 1, Superblocks.backing(state, mode));
    }

    /** The mode before the simulation began. */
    void formatMode(CacheMode first) {
        mode = first;
        format(state);
    }

    /** Changes the mode; nobody waits until it is on the device. */
    void setMode(CacheMode newMode) {
        mode = newMode;
        write();
    }

    /** At registration: takes over what is on the device. */
    void restore() {
        long[] words = metadata.read(Superblocks.SECTOR);
        state = Superblocks.state(words);
        mode = Superblocks.mode(words);
    }

    CacheMode mode() {
        return mode;
    }

    /** Changes the state; nobody waits until it is on the device. */
    void setState(BackingState newState) {
        state = newState;
        set.trace().report(BcacheEvent.STATE, newState.ordinal(), 0, 0, 0);
        write();
    }

    /** Changes the state; {@code step} is taken up when it has been written. */
    void setStateAndThen(BackingState newState, Event step) {
        whenWritten = step;
        setState(newState);
    }

    /** The device is about to be used: from now on changes are written, which takes time. */
    void putInUse() {
        isInUse = true;
    }

    /** Writes it, behind the write that may be in flight. */
    void write() {
        if (!isInUse) {
            format(state);
            return;
        }
        if (writing) {
            writeAgain = true;
            return;
        }
        writing = true;
        Bio bio = set.bios().take();
        bio.prepare(
                Bio.Op.WRITE,
                Bio.SYNC | Bio.META,
                Superblocks.SECTOR,
                Superblocks.SECTORS,
                writeEnd);
        metadata.fillFirst(bio, Superblocks.backing(state, mode));
        bio.submitTo(backing, set.nowNanos());
    }

    private void writeEnded(Bio bio) {
        bio.settle(set.nowNanos());
        set.recycle(bio);
        writing = false;
        if (writeAgain) {
            writeAgain = false;
            write();
            return;
        }
        Event step = whenWritten;
        if (step != null) {
            whenWritten = null;
            step.fire();
        }
    }
}
