package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioStatus;
import dev.kiosim.block.CacheState;

/**
 * How a read is served: hits from the SSD, holes from the backing device, all pieces at once; the
 * first hole is inserted into the cache after the caller has its data. Source: request.c,
 * cached_dev_read and cache_lookup.
 */
final class ReadPath {
    /** Most sectors that one miss inserts: 256 pages. */
    static final int INSERT_SECTORS_MAX = 2048;
    /**
     * Distance between the pointers of two check keys, so that no part of one looks like a part of
     * another.
     */
    private static final int CHECK_KEY_STRIDE = 1 << 16;

    private enum Miss {
        /** Read without insertion: the walk goes on behind it. */
        CONTINUE,
        /** Being inserted: the leaf has changed, the walk starts anew. */
        RESTART,
        /** The leaf has no room for the check key: later. */
        WAIT
    }

    private final CachedDevice device;
    private final CacheSet set;
    private final Btree btree;
    private final LeafKeys.Cursor cursor = new LeafKeys.Cursor();
    private long checkKeys;

    ReadPath(CachedDevice device, CacheSet set) {
        this.device = device;
        this.set = set;
        btree = set.btree();
    }

    /** Begins a read. */
    void start(CacheRequest request) {
        request.pending = 1; // the lookup itself
        lookup(request);
    }

    /** Walks the keys from where the lookup stands to the end of the request. */
    void lookup(CacheRequest request) {
        while (request.nextSector < request.endSector()) {
            if (btree.isLocked()) {
                btree.awaitUnlock(request.lookup);
                return;
            }
            if (btree.isUnusable(device.position(request.nextSector))) {
                indexFailed(request);
                return;
            }
            BtreeNode leaf = btree.leafFor(device.position(request.nextSector));
            if (!walk(request, leaf)) {
                return;
            }
        }
        pieceDone(request);
    }

    /**
     * The rest cannot be looked up. With dirty data on the device nobody knows whether the backing
     * device has what was written last. Source: request.c, cache_lookup.
     */
    private void indexFailed(CacheRequest request) {
        if (device.hasDirty()) {
            request.recoverable = false;
        }
        if (request.status == 0) {
            request.status = BioStatus.EIO;
        }
        pieceDone(request);
    }

    /** Serves what the keys of one leaf can serve; false if the lookup goes on later. */
    private boolean walk(CacheRequest request, BtreeNode leaf) {
        long end = request.endSector();
        cursor.seek(leaf.keys, device.position(request.nextSector));
        while (request.nextSector < end) {
            while (cursor.isValid() && !btree.isUsable(cursor.value())) {
                cursor.next();
            }
            boolean atLeafEnd = !cursor.isValid();
            long start = device.sectorWithin(atLeafEnd ? leaf.end : cursor.start(), end);
            if (start > request.nextSector) {
                Miss miss = miss(request, leaf, (int) (start - request.nextSector));
                if (miss != Miss.CONTINUE) {
                    return miss == Miss.RESTART;
                }
            }
            if (atLeafEnd) {
                return true;
            }
            if (request.nextSector < end) {
                hit(request, cursor.value(), device.sectorWithin(cursor.end(), end));
                cursor.next();
            }
        }
        return true;
    }

    private void hit(CacheRequest request, long value, long upTo) {
        long from = request.nextSector;
        int sectors = (int) (upTo - from);
        long cacheSector = Bkey.cacheSector(value) + (from - device.sector(cursor.start()));
        int bucket = set.geometry().bucketOf(cacheSector);
        set.buckets().touch(bucket);
        boolean dirty = Bkey.has(value, Bkey.DIRTY);
        request.readDirty |= dirty;
        request.hitSectors += sectors;
        Bio piece = piece(request, Bio.Op.READ, cacheSector, from, sectors);
        piece.end = request.cacheReadEnd;
        piece.ownerTag = dirty ? -1 : (long) bucket << 8 | Bkey.gen(value);
        request.nextSector = upTo;
        set.submit(piece, set.cacheDevice());
    }

    private Miss miss(CacheRequest request, BtreeNode leaf, int gap) {
        request.cacheMissed = true;
        if (request.missSectors != 0 || request.bypass) {
            readFromBacking(request, gap);
            return Miss.CONTINUE;
        }
        int sectors = Math.min(gap, INSERT_SECTORS_MAX);
        long end = device.position(request.nextSector + sectors);
        long value = checkKey(sectors);
        if (!btree.hasRoomForCheckKey(leaf)) {
            if (set.version().is2013()) { // 3.10 does not split for a miss
                readFromBacking(request, gap);
                return Miss.CONTINUE;
            }
            insertLater(request, end, value);
            return Miss.WAIT;
        }
        btree.insertCheckKey(leaf, end, value);
        readToInsert(request, end, value);
        return Miss.RESTART;
    }

    /** The leaf is full: only on the workqueue may it be split. */
    private void insertLater(CacheRequest request, long end, long value) {
        if (!request.onWorkqueue) {
            request.onWorkqueue = true;
            set.engine().schedule(set.hopNanos(), request.lookup);
            return;
        }
        request.checkKey.reset();
        request.checkKey.keys.add(end, value);
        request.checkKeyEnd = end;
        request.checkKeyValue = value;
        set.engine().schedule(0, request.checkKey.retry);
    }

    /** Tries to insert the check key of a miss that found its leaf full. */
    void checkKeyInserted(CacheRequest request) {
        if (!btree.insert(request.checkKey)) {
            return;
        }
        if (request.checkKey.failed) {
            indexFailed(request);
        } else {
            readToInsert(request, request.checkKeyEnd, request.checkKeyValue);
            lookup(request);
        }
    }

    /** A pointer that no other key has; bcache draws it at random. */
    private long checkKey(int sectors) {
        long pointer = checkKeys++ * CHECK_KEY_STRIDE & (1L << Bkey.POINTER_BITS) - 1;
        return Bkey.pointing(pointer, 0, sectors, Bkey.CHECK);
    }

    /** Reads a gap that will be inserted, into pages of the cache's own. */
    private void readToInsert(CacheRequest request, long end, long value) {
        int sectors = Bkey.size(value);
        request.missSector = request.nextSector;
        request.missSectors = sectors;
        request.insert
                .prepare(
                        device.inode(),
                        request.nextSector,
                        sectors,
                        OpenBuckets.writePointOf(request.bio.taskId))
                .replacing(end, value);
        Bio piece = piece(request, Bio.Op.READ, request.nextSector, request.nextSector, sectors);
        piece.end = request.backingEnd;
        if (request.bio.stamps != null) {
            request.missStamps = set.stamps().take(sectors);
            piece.stamps = request.missStamps;
            piece.stampsFrom = 0;
        }
        request.nextSector += sectors;
        set.submit(piece, device.backing());
    }

    private void readFromBacking(CacheRequest request, int sectors) {
        Bio piece = piece(request, Bio.Op.READ, request.nextSector, request.nextSector, sectors);
        piece.end = request.backingEnd;
        request.nextSector += sectors;
        set.submit(piece, device.backing());
    }

    /**
     * A piece of the caller's bio with its flags and its part of the stamps; {@code from} is its
     * first sector.
     */
    private Bio piece(CacheRequest request, Bio.Op op, long onDevice, long from, int sectors) {
        request.pending++;
        Bio bio = request.bio;
        Bio piece = set.bios().take();
        piece.prepare(op, bio.flags, onDevice, sectors, request.backingEnd);
        piece.taskId = bio.taskId;
        piece.cpu = bio.cpu;
        piece.priorityClass = bio.priorityClass;
        piece.priorityLevel = bio.priorityLevel;
        piece.stamps = bio.stamps;
        piece.stampsFrom = request.stampsIndex(from);
        set.trace().sendOn(piece, from);
        return piece;
    }

    /** A hit has ended; a bucket that was reused meanwhile makes it void. */
    void cacheReadEnded(CacheRequest request, Bio piece) {
        set.congestion().ended(false, piece.submittedNanos, set.nowNanos());
        set.errors().readEnded(piece, "reading from cache");
        if (piece.status != 0) {
            request.status = piece.status;
        } else if (piece.ownerTag >= 0 && isStale(piece.ownerTag)) {
            set.countReadRace();
            request.status = BioStatus.EIO;
        }
        pieceEnded(request, piece);
    }

    private boolean isStale(long bucketAndGen) {
        return set.buckets().staleness((int) (bucketAndGen >>> 8), (int) bucketAndGen & 0xff) != 0;
    }

    /** A piece from the backing device has ended; if it failed there is nothing left to try. */
    void backingEnded(CacheRequest request, Bio piece) {
        if (piece.status != 0) {
            request.status = piece.status;
            request.recoverable = false;
            device.backingErrors().failed(piece);
        }
        pieceEnded(request, piece);
    }

    private void pieceEnded(CacheRequest request, Bio piece) {
        request.takeReceipt(piece);
        piece.settle(set.nowNanos());
        set.release(piece);
        pieceDone(request);
    }

    private void pieceDone(CacheRequest request) {
        if (--request.pending > 0) {
            return;
        }
        if (request.retried) {
            device.complete(request);
            return;
        }
        account(request);
        if (request.status != 0 || request.missSectors != 0) {
            set.engine().schedule(hopNanos(request), request.hop);
        } else {
            device.complete(request);
        }
    }

    private long hopNanos(CacheRequest request) {
        return request.status != 0
                ? set.hopNanos()
                : set.hopNanos() + set.copyNanos(request.missSectors);
    }

    private void account(CacheRequest request) {
        boolean hit = !request.cacheMissed;
        device.count(counter(request), 1);
        set.trace()
                .report(
                        BcacheEvent.READ,
                        request.sector,
                        request.bio.sectorCount,
                        hit ? 1 : 0,
                        request.bypass ? 1 : 0);
        request.bio.cacheState = stateOf(hit, request.bypass, request.hitSectors);
        if (!request.bypass) {
            request.rule = cachedRule(request);
        }
        request.bio.cacheHitSectors = request.hitSectors;
        if (request.hitSectors > 0) { // they stay where they are: only a write drops a copy
            request.bio.hintsApplied &= ~(Bio.HINT_BYPASS | Bio.HINT_DROP);
        }
        request.bio.cacheDirty = request.readDirty;
    }

    /** What became of a read of which {@code hitSectors} were in the cache. */
    static CacheState stateOf(boolean hit, boolean bypass, int hitSectors) {
        if (hit) {
            return CacheState.HIT;
        }
        if (bypass) {
            return CacheState.BYPASS;
        }
        return hitSectors > 0 ? CacheState.PARTIAL : CacheState.MISS;
    }

    /** 3.10 counts a miss only if something is inserted: a bypassing read is always a hit. */
    private CacheStatistics.Counter counter(CacheRequest request) {
        boolean hit = set.version().is2013() ? request.missSectors == 0 : !request.cacheMissed;
        if (request.bypass) {
            return hit
                    ? CacheStatistics.Counter.CACHE_BYPASS_HITS
                    : CacheStatistics.Counter.CACHE_BYPASS_MISSES;
        }
        return hit ? CacheStatistics.Counter.CACHE_HITS : CacheStatistics.Counter.CACHE_MISSES;
    }

    private static String cachedRule(CacheRequest request) {
        if (!request.cacheMissed) {
            return request.readDirty
                    ? "hit: every sector is cached, some dirty"
                    : "hit: every sector is cached";
        }
        return request.hitSectors > 0
                ? "miss: not every sector is cached, the first gap is inserted"
                : "miss: not cached, is inserted";
    }

    /**
     * After the hop: an error is dealt with, or the caller gets its data and the miss is inserted,
     * unless the set is being stopped. Source: request.c, cached_dev_read_done.
     */
    void hopEnded(CacheRequest request) {
        if (request.status != 0) {
            failed(request);
            return;
        }
        long[] stamps = request.missStamps;
        long[] callers = request.bio.stamps;
        if (stamps != null && callers != null) {
            System.arraycopy(
                    stamps,
                    0,
                    callers,
                    request.stampsIndex(request.missSector),
                    request.missSectors);
        }
        if (set.isStopping()) {
            dropMiss(request);
            device.complete(request);
            return;
        }
        request.bio.cacheInsertedSectors = request.missSectors;
        device.endCallersBio(request);
        request.insert.data(stamps, 0).begin(Bio.Op.READ);
    }

    /** Clean data can be had from the backing device; what was to be inserted is dropped. */
    private void failed(CacheRequest request) {
        dropMiss(request);
        if (!request.recoverable || request.readDirty) {
            device.complete(request);
            return;
        }
        set.trace().report(BcacheEvent.READ_RETRY, request.sector, request.bio.sectorCount, 0, 0);
        request.status = 0;
        request.retried = true;
        Bio piece = piece(
                request, Bio.Op.READ, request.sector, request.sector, request.bio.sectorCount);
        piece.end = request.backingEnd;
        set.submit(piece, device.backing());
    }

    private void dropMiss(CacheRequest request) {
        request.missSectors = 0;
        long[] stamps = request.missStamps;
        if (stamps != null) {
            set.stamps().giveBack(stamps);
            request.missStamps = null;
        }
    }

    /** The miss is in the cache, or another key has come between. */
    void insertEnded(CacheRequest request) {
        if (request.insert.collided()) {
            device.count(CacheStatistics.Counter.CACHE_MISS_COLLISIONS, 1);
        }
        dropMiss(request);
        device.release(request);
    }
}
