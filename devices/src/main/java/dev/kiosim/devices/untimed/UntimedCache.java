package dev.kiosim.devices.untimed;

import dev.kiosim.block.Bio;

/** A cache that serves requests in no time: each is over, with all it leads to, on return. */
public interface UntimedCache {
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
     * A bio that is requested soon: what its request will look at is brought into the processor's
     * cache, so that those of a batch are waited for together. Changes nothing.
     */
    void prefetch(Bio bio);

    /** The sums since the beginning. */
    CacheCounts counts();
}
