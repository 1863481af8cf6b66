package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.devices.untimed.CacheCounts;
import dev.kiosim.engine.Nullable;

/**
 * Puts data into a bcache without time: space by {@link OpenBuckets}, then keys into the index, a
 * list of as many as a block of the journal holds at a time. The set's threads run in between as on
 * the recorded machine: after a write before its keys are in the index, after a miss behind them.
 * Source: request.c, bch_data_insert; compare {@link DataInsert}.
 */
final class UntimedInsert {
    private static final int POINTER_KEY_WORDS = 3;

    private final Geometry geometry;
    private final Buckets buckets;
    private final BlockIndex index;
    private final UntimedSpace space;
    private final OpenBuckets openBuckets;
    private final CacheCounts counts;
    private final int blockShift;
    private final long[] pieces;
    private int pieceCount;
    private boolean lastPlaceFailed;
    private @Nullable BcacheListener listener;

    UntimedInsert(
            Geometry geometry,
            Buckets buckets,
            BlockIndex index,
            UntimedSpace space,
            CacheCounts counts) {
        this.geometry = geometry;
        this.buckets = buckets;
        this.index = index;
        this.space = space;
        this.counts = counts;
        openBuckets = new OpenBuckets(geometry, buckets, space, BcacheVersion.MODERN.openBuckets());
        blockShift = Integer.numberOfTrailingZeros(geometry.blockSectors());
        pieces = new long[Journal.wordsPerInsert(geometry) / POINTER_KEY_WORDS];
    }

    void listen(@Nullable BcacheListener newListener) {
        listener = newListener;
    }

    /** Only the first gap goes into the cache; without a bucket, as much of it as has space. */
    void miss(Bio bio) {
        int blocksMax = ReadPath.INSERT_SECTORS_MAX >>> blockShift;
        int sectors = Math.min(index.gapBlocks, blocksMax) << blockShift;
        long sector = index.gapFirst << blockShift;
        bio.cacheInsertedSectors = sectors;
        int writePoint = OpenBuckets.writePointOf(bio.taskId);
        int rest = sectors;
        while (rest > 0) {
            space.sectorsInserted(rest);
            int placed = place(sector, rest, writePoint, false);
            insertKeys(sector, false);
            space.settle();
            sector += placed;
            rest = lastPlaceFailed ? 0 : rest - placed;
        }
    }

    /** Without a bucket, the rest of what was cached of the range is dropped. */
    void write(Bio bio, long from, boolean dirty) {
        int writePoint = OpenBuckets.writePointOf(bio.taskId);
        long sector = from;
        int rest = bio.sectorCount;
        while (rest > 0) {
            space.sectorsInserted(rest);
            int placed = place(sector, rest, writePoint, dirty);
            space.settle();
            insertKeys(sector, dirty);
            sector += placed;
            rest -= placed;
            if (lastPlaceFailed) {
                index.drop(sector >>> blockShift, sector + rest >>> blockShift);
                return;
            }
        }
    }

    /**
     * Finds space for one list of keys: {@link #pieces}. Returns how many sectors have it; less
     * than asked for if the list is full, or if there is no bucket: {@link #lastPlaceFailed}.
     */
    private int place(long from, int sectors, int writePoint, boolean waits) {
        lastPlaceFailed = false;
        pieceCount = 0;
        int placed = 0;
        while (placed < sectors && pieceCount < pieces.length) {
            long value = openBuckets.allocate(
                    from + placed, sectors - placed, writePoint, Reserve.NONE, null);
            if (value == OpenBuckets.NO_SPACE && waits) {
                waitForBucket();
            } else if (value == OpenBuckets.NO_SPACE) {
                lastPlaceFailed = true;
                break;
            } else {
                pieces[pieceCount++] = value;
                placed += Bkey.size(value);
                report(from + placed, value, waits);
                if (waits) {
                    buckets.setMark(geometry.bucketOf(Bkey.cacheSector(value)), Buckets.DIRTY);
                }
            }
        }
        return placed;
    }

    private void report(long end, long value, boolean dirty) {
        if (listener != null) {
            listener.event(
                    BcacheEvent.CACHE_INSERT,
                    0,
                    end,
                    Bkey.size(value),
                    Bkey.cacheSector(value),
                    dirty ? 1 : 0);
        }
    }

    /** A write that goes into the cache only waits for the allocator. */
    private void waitForBucket() {
        space.settle();
        if (!space.hasBucket()) {
            throw violated("a write into the cache waits for a bucket for ever");
        }
    }

    /** The pieces that were placed are in the index from now on, from {@code from} on. */
    private void insertKeys(long from, boolean dirty) {
        long sector = from;
        for (int i = 0; i < pieceCount; i++) {
            long cacheSector = Bkey.cacheSector(pieces[i]);
            int size = Bkey.size(pieces[i]);
            index.insert(
                    sector >>> blockShift,
                    size >>> blockShift,
                    (int) (cacheSector >>> blockShift),
                    dirty);
            buckets.unpin(geometry.bucketOf(cacheSector));
            sector += size;
        }
        counts.insertedSectors += sector - from;
    }

    /** Compares what was allocated with what is in the index. */
    void checkInvariants() {
        if (openBuckets.sectorsWritten() != counts.insertedSectors) {
            throw violated(
                    "%d sectors allocated, %d inserted",
                    openBuckets.sectorsWritten(), counts.insertedSectors);
        }
    }
}
