package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.LossReason;
import dev.kiosim.block.SectorStamps;

/**
 * Which writes to a device need not outlive a power cut, by bcache's own IO alone: those that are
 * under way, and those that ended without FUA, in a volatile cache, if no flush that was submitted
 * later has ended. What such a write replaced is lost by bcache's rules of order if the power cut
 * takes it. Whatever else a power cut takes, the device was told to keep.
 *
 * <p>A flush is numbered when it is submitted; a write that ends is marked with the number of the
 * last one. It is durable when a flush with a greater number has ended.
 *
 * <p>Nothing is noted where the power never fails.
 */
final class UnflushedWrites {
    /** How a write came about, which says what its loss can cost. */
    enum Way {
        /** Dirty data were written back, and count as clean since. */
        WRITEBACK(LossReason.CLEAN_AHEAD),
        /** A write through both devices, whose clean copy took the place of what was dirty. */
        THROUGH(LossReason.CLEAN_AHEAD),
        /** A write that passed the cache by, and dropped what was there. */
        AROUND(LossReason.BYPASS_AHEAD),
        /** Data went into the cache. */
        INSERT(LossReason.INDEX_AHEAD);

        private final LossReason hole;

        Way(LossReason hole) {
            this.hole = hole;
        }
    }

    private static final Way[] WAYS = Way.values();
    private static final long NOTHING = Long.MIN_VALUE;
    private static final long DURABLE = -1;

    private final boolean kept;
    private final boolean isVolatile;
    private final SectorStamps sent = new SectorStamps(NOTHING);
    private final SectorStamps sentWays = new SectorStamps(0);
    private final SectorStamps ended = new SectorStamps(NOTHING);
    private final SectorStamps endedWays = new SectorStamps(0);
    private final SectorStamps marks = new SectorStamps(DURABLE);
    private long flushesSubmitted;
    private long flushed;

    /**
     * Of a device that has a volatile cache or not.
     *
     * @param kept whether anybody asks, since the power may fail
     */
    UnflushedWrites(boolean kept, boolean isVolatile) {
        this.kept = kept;
        this.isVolatile = isVolatile;
    }

    /** A flush is being submitted; returns its number. */
    long flushSubmitted() {
        return ++flushesSubmitted;
    }

    /** Flush {@code number} has ended well. */
    void flushEnded(long number) {
        flushed = Math.max(flushed, number);
    }

    /** A write is being submitted. */
    void submitted(Bio bio, Way way) {
        if (kept && bio.op == Bio.Op.WRITE && bio.stamps != null) {
            sent.store(bio.sector, bio.sectorCount, bio.stamps, bio.stampsFrom);
            sentWays.fill(bio.sector, bio.sectorCount, way.ordinal());
        }
    }

    /** A write without FUA has ended well. */
    void ended(Bio bio, Way way) {
        noteEnd(bio, way, isVolatile ? flushesSubmitted : DURABLE);
    }

    /** A write with FUA has ended well. */
    void endedWithFua(Bio bio, Way way) {
        noteEnd(bio, way, DURABLE);
    }

    private void noteEnd(Bio bio, Way way, long mark) {
        if (kept && bio.op == Bio.Op.WRITE && bio.stamps != null) {
            ended.store(bio.sector, bio.sectorCount, bio.stamps, bio.stampsFrom);
            endedWays.fill(bio.sector, bio.sectorCount, way.ordinal());
            marks.fill(bio.sector, bio.sectorCount, mark);
        }
    }

    /** The version that the last write to {@code sector} brought, or {@code otherwise}. */
    long endedStamp(long sector, long otherwise) {
        long stamp = ended.get(sector);
        return stamp == NOTHING ? otherwise : stamp;
    }

    /** Whether the write of {@code stamp} to {@code sector} has not ended. */
    boolean isUnderWay(long sector, long stamp) {
        return stamp > ended.get(sector) && stamp <= sent.get(sector);
    }

    /** Shows every sector whose last write has not ended, and the version that it brings. */
    void forEachUnderWay(SectorStamps.Visitor visitor) {
        sent.forEach((sector, stamp) -> {
            if (stamp > ended.get(sector)) {
                visitor.visit(sector, stamp);
            }
        });
    }

    /** Whether {@code stamp} of {@code sector}, or a later version, has to be on the device. */
    boolean isDurable(long sector, long stamp) {
        return ended.get(sector) >= stamp && marks.get(sector) < flushed;
    }

    /** Whether data of {@code sector} that were written back, {@code stamp}, are not durable. */
    boolean isWrittenBack(long sector, long stamp) {
        return stamp == ended.get(sector)
                && isUnflushed(sector, stamp)
                && WAYS[(int) endedWays.get(sector)] == Way.WRITEBACK;
    }

    /**
     * What may have been lost with the version {@code stamp} of {@code sector}, which a power cut
     * took; {@link LossReason#NONE} if it was durable, or unknown. A version that bcache never sent
     * came later, without cache, and took the place of the last one that it did send.
     */
    LossReason hole(long sector, long stamp) {
        if (isUnderWay(sector, stamp)) {
            return WAYS[(int) sentWays.get(sector)].hole;
        }
        return isUnflushed(sector, stamp)
                ? WAYS[(int) endedWays.get(sector)].hole
                : LossReason.NONE;
    }

    private boolean isUnflushed(long sector, long stamp) {
        long last = ended.get(sector);
        boolean isReplaced = last != NOTHING && last == sent.get(sector) && stamp > last;
        return (stamp == last || isReplaced) && marks.get(sector) >= flushed;
    }
}
