package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;

/**
 * Decides whether a bio passes the cache by: the rules in the kernel's order, the first that
 * matches decides. Source: request.c, check_should_bypass.
 */
final class BypassDecision {
    /**
     * Above this share of buckets in use nothing is cached, per cent. Source: bcache.h,
     * CUTOFF_CACHE_ADD.
     */
    private static final int CUTOFF_CACHE_ADD = 95;

    private final CachedDevice device;
    private final CacheSet set;
    private String rule = "";

    BypassDecision(CachedDevice device, CacheSet set) {
        this.device = device;
        this.set = set;
    }

    /** The rule that made the last decision, for people; empty if the bio is cached. */
    String rule() {
        return rule;
    }

    /**
     * Decides on {@code bio}, which begins at {@code sector} of the backing device, and does the
     * accounting.
     */
    boolean shouldBypass(Bio bio, long sector, long nowNanos) {
        rule = decide(bio, sector, nowNanos);
        if (rule.isEmpty()) {
            set.buckets().age(bio.sectorCount);
            return false;
        }
        device.count(CacheStatistics.Counter.BYPASSED, bio.sectorCount);
        return true;
    }

    private String decide(Bio bio, long sector, long nowNanos) {
        String fixed = ruleOfState(bio, sector);
        if (!fixed.isEmpty()) {
            return fixed;
        }
        if ((bio.flags & (Bio.HINT_BYPASS | Bio.HINT_DROP | Bio.HINT_CACHE)) != 0) {
            return ruleOfHint(bio);
        }
        return set.version().is2013()
                ? ruleOfTrafficIn2013(bio, sector, nowNanos)
                : ruleOfTraffic(bio, sector, nowNanos);
    }

    /**
     * The same as rules 9 to 11 in 3.10: congestion replaces the cutoff, a random number is taken
     * off either, and writes that are waited for are cached in writeback mode.
     */
    private String ruleOfTrafficIn2013(Bio bio, long sector, long nowNanos) {
        int limit = set.congestion().limitBeforeRandom(nowNanos);
        boolean congested = limit != Congestion.NOT_CONGESTED;
        long cutoff = congested
                ? Math.max(1, limit)
                : device.settings().sequentialCutoffBytes >>> Bio.SECTOR_SHIFT;
        boolean waitedFor =
                device.mode() == CacheMode.WRITEBACK && bio.op == Bio.Op.WRITE && bio.has(Bio.SYNC);
        if (!congested && (cutoff == 0 || waitedFor)) {
            return "";
        }
        int sequential = device.tracker().track(bio.taskId, sector, bio.sectorCount, nowNanos);
        if (cutoff - set.congestion().dither() > sequential) {
            return "";
        }
        return congested
                ? "bypass: congested, the cache device is slow"
                : device.settings().sequentialRule;
    }

    /** Rules 1 to 7: no statistics. */
    private String ruleOfState(Bio bio, long sector) {
        if (device.isDetaching()) {
            return "bypass: detaching";
        }
        if (set.buckets().inUsePercent() > CUTOFF_CACHE_ADD) {
            return "bypass: cache full, in_use above 95 %";
        }
        if (bio.op == Bio.Op.DISCARD) {
            return "bypass: discard";
        }
        if (device.mode() == CacheMode.NONE) {
            return "bypass: cache_mode none";
        }
        if (device.mode() == CacheMode.WRITEAROUND && bio.op == Bio.Op.WRITE) {
            return "bypass: cache_mode writearound";
        }
        if (device.settings().metadataReadaheadOnly
                && !set.version().is2013()
                && (bio.flags & (Bio.RAHEAD | Bio.BACKGROUND)) != 0
                && (bio.flags & (Bio.META | Bio.PRIO)) == 0) {
            return "bypass: readahead_cache_policy meta-only";
        }
        int blockMask = set.geometry().blockSectors() - 1;
        if (((sector | bio.sectorCount) & blockMask) != 0) {
            return "bypass: not a multiple of block_size";
        }
        return "";
    }

    /** A caller's hint comes after what cannot be cached, and before what had better not. */
    private static String ruleOfHint(Bio bio) {
        if (bio.has(Bio.HINT_CACHE)) {
            bio.hintsApplied |= Bio.HINT_CACHE;
            return "";
        }
        bio.hintsApplied |= bio.flags & (Bio.HINT_BYPASS | Bio.HINT_DROP);
        return bio.has(Bio.HINT_BYPASS) ? "bypass: hint of the caller" : "bypass: hint to drop";
    }

    /** Rules 9 to 11. */
    private String ruleOfTraffic(Bio bio, long sector, long nowNanos) {
        int congested = set.congestion().limitSectors(nowNanos);
        long cutoff = device.settings().sequentialCutoffBytes;
        if (congested == 0 && cutoff == 0) {
            return "";
        }
        int sequential = device.tracker().track(bio.taskId, sector, bio.sectorCount, nowNanos);
        if (cutoff != 0 && sequential >= cutoff >>> Bio.SECTOR_SHIFT) {
            set.trace().report(BcacheEvent.BYPASS_SEQUENTIAL, sector, bio.sectorCount, 0, 0);
            return device.settings().sequentialRule;
        }
        if (congested > 0 && sequential >= congested) {
            set.trace().report(BcacheEvent.BYPASS_CONGESTED, sector, bio.sectorCount, 0, 0);
            return "bypass: congested, the cache device is slow";
        }
        return "";
    }
}
