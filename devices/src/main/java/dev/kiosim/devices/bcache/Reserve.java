package dev.kiosim.devices.bcache;

/**
 * The free lists of the allocator, in the order in which they are refilled. Source: bcache.h, enum
 * alloc_reserve.
 */
enum Reserve {
    /** For new btree nodes. */
    BTREE,
    /** For the priority table: refilled before all others. */
    PRIO,
    /** For moving garbage collection. */
    MOVINGGC,
    /** For data, and for everybody else first. */
    NONE;

    /** Whether its buckets hold metadata. */
    boolean isMetadata() {
        return this == BTREE || this == PRIO;
    }
}
