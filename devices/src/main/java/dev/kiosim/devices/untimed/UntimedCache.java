package dev.kiosim.devices.untimed;

import dev.kiosim.block.Bio;

/** A cache that serves requests in no time: each is over, with all it leads to, on return. */
public interface UntimedCache {
    /** Enough to hide the latency of memory, few enough to stay in the processor's cache. */
    int PREFETCH_MAX = 32;

    /**
     * Serves a bio, and fills in its {@code cacheState}, {@code cacheHitSectors},
     * {@code cacheInsertedSectors} and {@code cacheDirty}. The bio stays the caller's; nobody ends
     * it.
     *
     * @param nowNanos when it was submitted, not before the one before it; only bcache's detection
     *     of streams asks
     */
    void request(Bio bio, long nowNanos);

    /**
     * The first {@code count} bios are requested next: what the requests will look at is brought
     * into the processor's cache, so that it is waited for together. Changes nothing.
     *
     * @param count up to {@link #PREFETCH_MAX}
     */
    void prefetch(Bio[] bios, int count);

    /** The sums since the beginning. */
    CacheCounts counts();
}
