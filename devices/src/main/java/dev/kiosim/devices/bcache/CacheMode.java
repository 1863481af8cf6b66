package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Nullable;

/** What becomes of writes. The order is that of the superblock. Source: bcache_ondisk.h. */
enum CacheMode {
    WRITETHROUGH,
    WRITEBACK,
    WRITEAROUND,
    NONE;

    private final String label = name().toLowerCase(java.util.Locale.ROOT);

    /** The word in sysfs. */
    String label() {
        return label;
    }

    /** The mode of that name, or null. */
    static @Nullable CacheMode find(String label) {
        for (CacheMode mode : values()) {
            if (mode.label.equals(label)) {
                return mode;
            }
        }
        return null;
    }
}
