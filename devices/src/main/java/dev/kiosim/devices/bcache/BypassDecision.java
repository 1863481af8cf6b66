package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.Nullable;

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

    private final DeviceSettings settings;
    private final SequentialTracker tracker;
    private final Buckets buckets;
    private final Congestion congestion;
    private final int blockMask;
    private final boolean is2013;
    private @Nullable String rule;
    private @Nullable BcacheEvent event;

    BypassDecision(
            DeviceSettings settings,
            SequentialTracker tracker,
            Buckets buckets,
            Congestion congestion,
            int blockSectors,
            BcacheVersion version) {
        this.settings = settings;
        this.tracker = tracker;
        this.buckets = buckets;
        this.congestion = congestion;
        blockMask = blockSectors - 1;
        is2013 = version.is2013();
    }

    /** The rule that made the last decision, for people; empty if the bio is cached. */
    String rule() {
        return rule == null ? "" : rule;
    }

    /** The tracepoint that tells of the last decision, or null if none does. */
    @Nullable
    BcacheEvent event() {
        return event;
    }

    /**
     * Decides on {@code bio}, which begins at {@code sector} of the backing device; what is cached
     * ages the buckets.
     */
    boolean shouldBypass(Bio bio, long sector, long nowNanos) {
        if (event != null) {
            event = null;
        }
        String decided = decide(bio, sector, nowNanos);
        if (decided != null) {
            rule = decided;
            return true;
        }
        if (rule != null) { // nothing is written most of the time: the way of every IO
            rule = null;
        }
        buckets.age(bio.sectorCount);
        return false;
    }

    private @Nullable String decide(Bio bio, long sector, long nowNanos) {
        String fixed = ruleOfState(bio, sector);
        if (fixed != null) {
            return fixed;
        }
        if ((bio.flags & (Bio.HINT_BYPASS | Bio.HINT_DROP | Bio.HINT_CACHE)) != 0) {
            return ruleOfHint(bio);
        }
        return is2013
                ? ruleOfTrafficIn2013(bio, sector, nowNanos)
                : ruleOfTraffic(bio, sector, nowNanos);
    }

    /**
     * The same as rules 9 to 11 in 3.10: congestion replaces the cutoff, a random number is taken
     * off either, and writes that are waited for are cached in writeback mode.
     */
    private @Nullable String ruleOfTrafficIn2013(Bio bio, long sector, long nowNanos) {
        int limit = congestion.limitBeforeRandom(nowNanos);
        boolean isCongested = limit != Congestion.NOT_CONGESTED;
        long cutoff = isCongested
                ? Math.max(1, limit)
                : settings.sequentialCutoffBytes >>> Bio.SECTOR_SHIFT;
        boolean waitedFor =
                settings.mode == CacheMode.WRITEBACK && bio.op == Bio.Op.WRITE && bio.has(Bio.SYNC);
        if (!isCongested && (cutoff == 0 || waitedFor)) {
            return null;
        }
        int sequential = tracker.track(bio.taskId, sector, bio.sectorCount, nowNanos);
        if (cutoff - congestion.dither() > sequential) {
            return null;
        }
        return isCongested
                ? "bypass: congested, the cache device is slow"
                : settings.sequentialRule;
    }

    /** Rules 1 to 7: no statistics. */
    private @Nullable String ruleOfState(Bio bio, long sector) {
        if (settings.detaching) {
            return "bypass: detaching";
        }
        if (buckets.inUsePercent() > CUTOFF_CACHE_ADD) {
            return "bypass: cache full, in_use above 95 %";
        }
        if (bio.op == Bio.Op.DISCARD) {
            return "bypass: discard";
        }
        if (settings.mode == CacheMode.NONE) {
            return "bypass: cache_mode none";
        }
        if (settings.mode == CacheMode.WRITEAROUND && bio.op == Bio.Op.WRITE) {
            return "bypass: cache_mode writearound";
        }
        if (settings.metadataReadaheadOnly
                && !is2013
                && (bio.flags & (Bio.RAHEAD | Bio.BACKGROUND)) != 0
                && (bio.flags & (Bio.META | Bio.PRIO)) == 0) {
            return "bypass: readahead_cache_policy meta-only";
        }
        if (((sector | bio.sectorCount) & blockMask) != 0) {
            return "bypass: not a multiple of block_size";
        }
        return null;
    }

    /** A caller's hint comes after what cannot be cached, and before what had better not. */
    private static @Nullable String ruleOfHint(Bio bio) {
        if (bio.has(Bio.HINT_CACHE)) {
            bio.hintsApplied |= Bio.HINT_CACHE;
            return null;
        }
        bio.hintsApplied |= bio.flags & (Bio.HINT_BYPASS | Bio.HINT_DROP);
        return bio.has(Bio.HINT_BYPASS) ? "bypass: hint of the caller" : "bypass: hint to drop";
    }

    /** Rules 9 to 11. */
    private @Nullable String ruleOfTraffic(Bio bio, long sector, long nowNanos) {
        int limit = congestion.limitSectors(nowNanos);
        long cutoff = settings.sequentialCutoffBytes;
        if (limit == 0 && cutoff == 0) {
            return null;
        }
        int sequential = tracker.track(bio.taskId, sector, bio.sectorCount, nowNanos);
        if (cutoff != 0 && sequential >= cutoff >>> Bio.SECTOR_SHIFT) {
            event = BcacheEvent.BYPASS_SEQUENTIAL;
            return settings.sequentialRule;
        }
        if (limit > 0 && sequential >= limit) {
            event = BcacheEvent.BYPASS_CONGESTED;
            return "bypass: congested, the cache device is slow";
        }
        return null;
    }
}
