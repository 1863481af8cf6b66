package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.BlockDevice;

/**
 * Bios of a device without cache: they go to the backing device as they are. Source: request.c,
 * detached_dev_do_request.
 */
final class PassThrough {
    private final CacheSet set;
    private final CachedDevice device;
    private final BlockDevice backing;
    private final CachedDevice.RequestEnds ends;
    private final BioEnd pieceEnd = this::pieceEnded;

    PassThrough(CacheSet set, CachedDevice device, CachedDevice.RequestEnds ends) {
        this.set = set;
        this.device = device;
        backing = device.backing();
        this.ends = ends;
    }

    /** Sends a bio on; a discard that the device does not know is done at once. */
    void submit(Bio bio, long sector) {
        if (bio.op == Bio.Op.DISCARD && !backing.supportsDiscard()) {
            bio.endIn(set.engine(), 0);
            return;
        }
        Bio piece = set.bios().take();
        piece.prepare(bio.op, bio.flags, sector, bio.sectorCount, pieceEnd);
        piece.taskId = bio.taskId;
        piece.cpu = bio.cpu;
        piece.priorityClass = bio.priorityClass;
        piece.priorityLevel = bio.priorityLevel;
        piece.stamps = bio.stamps;
        piece.stampsFrom = bio.stampsFrom;
        piece.parent = bio;
        set.trace().sendOn(piece, sector);
        piece.submitTo(backing, set.nowNanos());
    }

    private void pieceEnded(Bio piece) {
        Bio bio = java.util.Objects.requireNonNull(piece.parent);
        bio.status = piece.status;
        if (piece.status != 0) {
            device.backingErrors().failed(piece);
        }
        bio.queueNanos = piece.queueNanos;
        bio.schedulerNanos = piece.schedulerNanos;
        bio.deviceNanos = piece.deviceNanos;
        bio.dispatchedNanos = piece.dispatchedNanos;
        bio.deviceBits |= piece.deviceBits;
        bio.priorityApplied |= piece.priorityApplied;
        piece.settle(set.nowNanos());
        set.recycle(piece);
        ends.end(bio, "no cache attached");
    }
}
