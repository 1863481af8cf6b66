package dev.kiosim.devices.bcache;

import dev.kiosim.block.BlockDevice.Source;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.LossReason;
import dev.kiosim.engine.Nullable;

/**
 * Why a power cut took what it took. What bcache promises and loses nevertheless counts as one of
 * its holes only if that very mechanism shows in what was noted before the cut and what lies on the
 * devices after it:
 *
 * <ul>
 *   <li>{@link LossReason#INDEX_AHEAD}: the index read from the SSD, not the journal, points to
 *       where data were written whose write had ended, and no journal write, which flushes, was
 *       submitted after that and ended before the cut. The drive's cache lost them.
 *   <li>{@link LossReason#CLEAN_AHEAD}, {@link LossReason#BYPASS_AHEAD}: the backing device lost
 *       what bcache had sent there, by write-back or through both devices, or around the cache; it
 *       was under way, or had ended without FUA and no flush was sent afterwards that ended before
 *       the cut; the index in memory did not have the older data any more when the power failed;
 *       and after the start the sector is read from the backing device.
 * </ul>
 */
final class PowerLosses {
    private final CacheSet set;
    private final CachedDevice device;
    private final @Nullable DriveContent cache;
    private final @Nullable DriveContent backing;
    private long cutNanos;
    private long windowNanos;

    PowerLosses(CacheSet set, CachedDevice device) {
        this.set = set;
        this.device = device;
        boolean isKept = set.metadata().isKept();
        cache = isKept ? set.cacheDevice().content() : null;
        backing = isKept ? device.backing().content() : null;
    }

    /** Both drives have lost what they lose: notes which of that bcache had not made durable. */
    void cutPower() {
        cutNanos = set.nowNanos();
        windowNanos = set.journal().windowNanos();
        DriveContent onSsd = cache;
        if (onSsd != null) {
            onSsd.explainLost(set.dataWrites()::hole);
        }
        DriveContent below = backing;
        if (below != null) {
            device.backingWrites().forEachUnderWay(below::noteUnderWay);
            below.explainLost(device.backingWrites()::hole);
        }
    }

    /** The hole that took the promised version {@code stamp} of a backing sector, or NONE. */
    LossReason hole(long sector, long stamp) {
        DriveContent below = backing;
        if (below == null) {
            return device.backing().whyLost(sector, stamp, -1);
        }
        return isIndexed(sector, stamp) || device.backingWrites().isDurable(sector, stamp)
                ? LossReason.NONE
                : below.hole(sector, stamp);
    }

    /** Whether the index had {@code stamp} of a backing sector as dirty when the power failed. */
    private boolean isIndexed(long sector, long stamp) {
        DriveContent onSsd = cache;
        long key = keyAt(sector);
        if (onSsd == null || key == Btree.NO_KEY || !Bkey.has(key, Bkey.DIRTY)) {
            return false;
        }
        long at = Bkey.cacheSector(key);
        return set.dataWrites().endedStamp(at, onSsd.stamp(at)) <= stamp;
    }

    /** Why the version {@code stamp} of a backing sector, acknowledged but not promised, went. */
    LossReason whyLost(long sector, long stamp, long acknowledgedNanos) {
        LossReason below = device.backing().whyLost(sector, stamp, acknowledgedNanos);
        if (below == LossReason.DRIVE_CACHE && isLostAsSent(sector)) {
            return below;
        }
        boolean isInWindow = acknowledgedNanos >= cutNanos - windowNanos;
        boolean isJournalled = acknowledgedNanos < set.journal().durableNanos();
        if (device.isAttached() && isInWindow && !isJournalled) {
            return LossReason.JOURNAL_DELAY;
        }
        return backing == null ? below : hole(sector, stamp);
    }

    /** Whether the backing device's cache lost what the caller wrote, not what was written back. */
    private boolean isLostAsSent(long sector) {
        DriveContent below = backing;
        if (below == null) {
            return true;
        }
        UnflushedWrites writes = device.backingWrites();
        long gone = below.lostStamp(sector);
        return !writes.isUnderWay(sector, gone) && !writes.isWrittenBack(sector, gone);
    }

    /** Where the backing sector is read from after the start. */
    Source source(long sector, ReplayedKeys replayed) {
        long key = keyAt(sector);
        if (key == Btree.NO_KEY) {
            return Source.DEVICE;
        }
        DriveContent onSsd = cache;
        boolean isLost = onSsd != null
                && !replayed.covers(device.position(sector))
                && onSsd.hole(Bkey.cacheSector(key), DriveContent.NEVER_WRITTEN).isHole();
        return isLost ? Source.LOST_COPY : Source.CACHE;
    }

    /** A clean copy may be given up: what the backing device holds then comes to light. */
    long leastLater(long sector, long found) {
        long key = keyAt(sector);
        DriveContent below = backing;
        boolean isClean = key != Btree.NO_KEY && !Bkey.has(key, Bkey.DIRTY);
        return isClean && below != null ? Math.min(found, below.stamp(sector)) : found;
    }

    /** The key that requests of a backing sector find; without cache they look at none. */
    private long keyAt(long sector) {
        return device.isAttached() ? set.btree().keyAt(device.position(sector)) : Btree.NO_KEY;
    }
}
