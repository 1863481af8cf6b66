package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;

/**
 * How writes, discards and flushes are served: around the cache, through it to both devices, or
 * into it only. Source: request.c, cached_dev_write and cached_dev_nodata; writeback.h,
 * should_writeback.
 */
final class WritePath {
    private final CachedDevice device;
    private final CacheSet set;
    private final WritebackDecision decision;

    WritePath(CachedDevice device, CacheSet set) {
        this.device = device;
        this.set = set;
        decision = new WritebackDecision(
                device.settings(),
                set.buckets(),
                device.stripes(),
                set.cutoffWriteback(),
                set.cutoffWritebackSync(),
                set.version());
    }

    /** Begins a write or discard: first it takes the writeback lock, shared until it completes. */
    void start(CacheRequest request) {
        if (device.writebackLock().tryShared()) {
            locked(request);
        } else {
            device.writebackLock().awaitShared(request.locked);
        }
    }

    /** Decides where the data go, in the kernel's order, and sends them there. */
    void locked(CacheRequest request) {
        Bio bio = request.bio;
        set.gc()
                .moving()
                .keybuf()
                .checkOverlapping(
                        device.position(request.sector), device.position(request.endSector()));
        if (device.keybuf()
                .checkOverlapping(
                        device.position(request.sector), device.position(request.endSector()))) {
            request.bypass = false;
            request.writeback = true;
            request.rule = "written back: the range is being written back";
        }
        if (bio.op == Bio.Op.DISCARD) {
            request.bypass = true;
        }
        if (decision.shouldWriteback(bio, request.sector, request.bypass)) {
            request.bypass = false;
            request.writeback = true;
        }
        if (!decision.rule().isEmpty()) {
            request.rule = decision.rule();
        }
        if (!request.bypass) { // data in the cache must not be passed by, whatever was hinted
            bio.hintsApplied &= ~(Bio.HINT_BYPASS | Bio.HINT_DROP);
        }
        request.pending = 1; // the insertion
        request.insert.prepare(
                device.inode(),
                request.sector,
                bio.sectorCount,
                OpenBuckets.writePointOf(bio.taskId));
        if ((bio.flags & (Bio.PREFLUSH | Bio.FUA)) != 0) {
            request.insert.flushJournal();
        }
        if (request.bypass) {
            around(request);
        } else if (request.writeback) {
            back(request);
        } else {
            through(request);
        }
        request.insert.begin(bio.op);
    }

    private void around(CacheRequest request) {
        Bio bio = request.bio;
        bio.cacheState = bio.op == Bio.Op.DISCARD ? CacheState.BYPASS : CacheState.WRITTEN_AROUND;
        request.insert.invalidation();
        if (bio.op != Bio.Op.DISCARD || device.backing().supportsDiscard()) {
            sendToBacking(request, bio.op, bio.flags);
        }
    }

    private void through(CacheRequest request) {
        Bio bio = request.bio;
        bio.cacheState = CacheState.WRITTEN_THROUGH;
        bio.cacheInsertedSectors = bio.sectorCount;
        request.rule = decision.throughRule();
        sendToBacking(request, bio.op, bio.flags);
        request.insert.data(bio.stamps, bio.stampsFrom);
    }

    private void back(CacheRequest request) {
        Bio bio = request.bio;
        bio.cacheState = CacheState.WRITTEN_BACK;
        bio.cacheInsertedSectors = bio.sectorCount;
        bio.cacheDirty = true;
        device.writebackAdd();
        if (bio.has(Bio.PREFLUSH)) {
            sendFlush(request);
        }
        request.insert.writeback().data(bio.stamps, bio.stampsFrom);
    }

    private void sendToBacking(CacheRequest request, Bio.Op op, int flags) {
        Bio bio = request.bio;
        device.noteBackingWrite(bio, request.sector);
        Bio piece = set.bios().take();
        piece.prepare(op, flags, request.sector, bio.sectorCount, request.backingEnd);
        piece.stamps = bio.stamps;
        piece.stampsFrom = bio.stampsFrom;
        submit(request, piece);
    }

    private void sendFlush(CacheRequest request) {
        Bio piece = set.bios().take();
        piece.prepare(Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0, request.backingEnd);
        submit(request, piece);
    }

    private void submit(CacheRequest request, Bio piece) {
        Bio bio = request.bio;
        piece.taskId = bio.taskId;
        piece.cpu = bio.cpu;
        piece.priorityClass = bio.priorityClass;
        piece.priorityLevel = bio.priorityLevel;
        request.pending++;
        set.trace().sendOn(piece, request.sector);
        piece.submitTo(device.backing(), set.nowNanos());
    }

    /**
     * An empty flush, after its hop: a commit, whatever has to be committed, and a flush of the
     * backing device.
     */
    void flush(CacheRequest request) {
        request.pending = 1; // the commit
        request.commit.fire();
        sendFlush(request);
    }

    void backingEnded(CacheRequest request, Bio piece) {
        if (piece.status != 0) {
            request.status = piece.status;
            device.backingErrors().ended(piece);
        }
        request.takeReceipt(piece);
        piece.settle(set.nowNanos());
        set.release(piece);
        partEnded(request);
    }

    /** The data or hole is in the index, or a flush is committed. */
    void insertEnded(CacheRequest request) {
        if (request.bio.op != Bio.Op.FLUSH && request.insert.status != 0) {
            request.status = request.insert.status;
        }
        partEnded(request);
    }

    private void partEnded(CacheRequest request) {
        if (--request.pending > 0) {
            return;
        }
        if (request.bio.op != Bio.Op.FLUSH) {
            device.writebackLock().releaseShared();
        }
        device.complete(request);
    }
}
