package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;

/**
 * Decides whether a write goes into the cache only, dirty. Source: writeback.h, should_writeback.
 */
final class WritebackDecision {
    private static final int CUTOFF_2013 = 50;
    private static final int CUTOFF_SYNC_2013 = 75;
    private static final int WAITED_FOR = Bio.SYNC | Bio.FUA | Bio.PREFLUSH | Bio.META | Bio.PRIO;

    private final DeviceSettings settings;
    private final Buckets buckets;
    private final Stripes stripes;
    private final int cutoff;
    private final int cutoffSync;
    private final boolean is2013;
    private String rule = "";

    /**
     * Decisions for a device.
     *
     * @param cutoff in_use above which writes that nobody waits for are written through, per cent
     * @param cutoffSync the same for all writes, per cent
     */
    WritebackDecision(
            DeviceSettings settings,
            Buckets buckets,
            Stripes stripes,
            int cutoff,
            int cutoffSync,
            BcacheVersion version) {
        this.settings = settings;
        this.buckets = buckets;
        this.stripes = stripes;
        this.cutoff = cutoff;
        this.cutoffSync = cutoffSync;
        is2013 = version.is2013();
    }

    /** The rule that made the last decision, for people; empty if none spoke for writing back. */
    String rule() {
        return rule;
    }

    /** Decides on {@code bio}, which begins at {@code sector} of the backing device. */
    boolean shouldWriteback(Bio bio, long sector, boolean bypass) {
        rule = "";
        int inUse = buckets.inUsePercent();
        if (settings.mode != CacheMode.WRITEBACK
                || settings.detaching
                || inUse > cutoffSync
                || bio.op == Bio.Op.DISCARD) {
            return false;
        }
        if (is2013) {
            return shouldWritebackIn2013(bio, bypass, inUse);
        }
        if (stripes.touchesDirty(sector, bio.sectorCount)) {
            rule = "written back: its stripe is dirty already";
            return true;
        }
        if (bypass) {
            return false;
        }
        if ((bio.flags & WAITED_FOR) != 0) {
            rule = "written back: waited for, in_use not above cutoff_writeback_sync";
            return true;
        }
        rule = "written back: in_use not above cutoff_writeback";
        return inUse <= cutoff;
    }

    /** 3.10 asks only whether it bypasses, and how much is in use. */
    private boolean shouldWritebackIn2013(Bio bio, boolean bypass, int inUse) {
        if (bypass || inUse >= (bio.has(Bio.SYNC) ? CUTOFF_SYNC_2013 : CUTOFF_2013)) {
            return false;
        }
        rule = "written back: in_use below 50 %, or 75 % if waited for";
        return true;
    }

    /** Why a write that does not bypass is not written back. */
    String throughRule() {
        if (settings.mode != CacheMode.WRITEBACK) {
            return "written through: cache_mode writethrough";
        }
        return buckets.inUsePercent() > cutoffSync
                ? "written through: in_use above cutoff_writeback_sync"
                : "written through: in_use above cutoff_writeback, nobody waits";
    }
}
