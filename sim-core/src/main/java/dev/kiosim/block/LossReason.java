package dev.kiosim.block;

/**
 * Why a write that had been acknowledged is not there after a power cut. The first two are what a
 * plain write risks until it is flushed; the others are holes of bcache itself, which may cost what
 * was flushed.
 */
public enum LossReason {
    /** None is known: it should be there. */
    NONE,
    /** A drive's volatile cache held it, and nobody had flushed that since. */
    DRIVE_CACHE,
    /** Its key was not in the journal yet: bcache writes that {@code journal_delay_ms} later. */
    JOURNAL_DELAY,
    /**
     * bcache counted it as clean while the backing device's cache held it, unflushed, or was still
     * at work on it, and gave up the copy on the SSD later. Source: writeback.c, which sends no
     * flush; request.c, cached_dev_write, which writes to both at once.
     */
    CLEAN_AHEAD,
    /**
     * The leaf that points to it was on the SSD, the data were in the SSD's cache: bcache writes
     * nodes with FUA, which does not flush. Source: btree.c, do_btree_node_write.
     */
    INDEX_AHEAD,
    /**
     * A later write passed the cache by and dropped it there; that was in the journal before the
     * later data were on the backing device: bcache does both at once. Source: request.c,
     * cached_dev_write.
     */
    BYPASS_AHEAD;

    /** Whether bcache loses even what was acknowledged as durable in this way. */
    public boolean isHole() {
        return this == CLEAN_AHEAD || this == INDEX_AHEAD || this == BYPASS_AHEAD;
    }

    /** The word in reports. */
    public String label() {
        return switch (this) {
            case NONE -> "not_allowed";
            case DRIVE_CACHE -> "drive_cache";
            case JOURNAL_DELAY -> "journal_delay";
            case CLEAN_AHEAD -> "clean_ahead";
            case INDEX_AHEAD -> "index_ahead";
            case BYPASS_AHEAD -> "bypass_ahead";
        };
    }
}
