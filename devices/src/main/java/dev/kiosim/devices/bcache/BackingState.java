package dev.kiosim.devices.bcache;

/**
 * The state in the superblock of a backing device. Source: bcache_ondisk.h; sysfs.c for the words.
 */
enum BackingState {
    /** Never attached, or detached. */
    NONE("no cache"),
    /** Attached, all data are on the backing device. */
    CLEAN("clean"),
    /** Attached, the cache has data that the backing device does not. */
    DIRTY("dirty"),
    /** Was run without its cache: what that has is void. */
    STALE("inconsistent");

    private final String label;

    BackingState(String label) {
        this.label = label;
    }

    /** The word in sysfs. */
    String label() {
        return label;
    }
}
