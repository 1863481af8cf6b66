package dev.kiosim.block;

/** How the failure of a device has taken data of the device above it. */
public enum FailureReason {
    /**
     * They were dirty in a cache that has failed: the backing device has what was there before.
     * Source: super.c, conditional_stop_bcache_device.
     */
    CACHE_FAILED,
    /**
     * They are dirty in a cache whose backing device has been given up: nobody serves them any
     * more. Source: super.c, bch_cached_dev_error and cached_dev_status_update.
     */
    BACKING_FAILED,
    /**
     * A write to the cache only failed, and its caller was told; the index points to where its data
     * should be, not to what had been acknowledged before. Source: request.c,
     * bch_data_insert_endio.
     */
    WRITE_FAILED,
    /**
     * They were dirty in a cache that was not there when somebody had the backing device used
     * alone: what the cache has is void from then on. Source: super.c, bch_cached_dev_run.
     */
    RUN_ALONE;

    /** The word in reports. */
    public String label() {
        return switch (this) {
            case CACHE_FAILED -> "cache_failed";
            case BACKING_FAILED -> "backing_failed";
            case WRITE_FAILED -> "write_failed";
            case RUN_ALONE -> "run_alone";
        };
    }
}
