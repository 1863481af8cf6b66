package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Nullable;

/**
 * What superblocks and the uuid table say, as far as it decides what happens at registration.
 * Source: bcache_ondisk.h, struct cache_sb and struct uuid_entry.
 */
final class Superblocks {
    /** Where superblocks are on both kinds of device. */
    static final int SECTOR = 8;

    /** How long they are. */
    static final int SECTORS = 8;

    private static final long CACHE_MAGIC = 0x63616368L;
    private static final long BACKING_MAGIC = 0x62646576L;
    private static final long UUID_MAGIC = 0x75756964L;

    private Superblocks() {}

    /** The superblock of a cache device. */
    static long[] cache(Geometry geometry) {
        return new long[] {
            CACHE_MAGIC, geometry.bucketSectors(), geometry.blockSectors(), geometry.bucketCount()
        };
    }

    /** Whether a cache of this geometry was formatted on the device. */
    static boolean isCache(long @Nullable [] words, Geometry geometry) {
        return words != null && java.util.Arrays.equals(words, cache(geometry));
    }

    /** The superblock of a backing device. */
    static long[] backing(BackingState state, CacheMode mode) {
        return new long[] {BACKING_MAGIC, state.ordinal(), mode.ordinal()};
    }

    /** The state in the superblock of a backing device; NONE if there is no superblock. */
    static BackingState state(long @Nullable [] words) {
        return words == null || words[0] != BACKING_MAGIC
                ? BackingState.NONE
                : BackingState.values()[(int) words[1]];
    }

    /** The mode in the superblock of a backing device. */
    static CacheMode mode(long @Nullable [] words) {
        return words == null || words[0] != BACKING_MAGIC
                ? CacheMode.WRITETHROUGH
                : CacheMode.values()[(int) words[2]];
    }

    /** The uuid table: whether the backing device is in it, and under which number. */
    static long[] uuids(boolean isAttached, int number) {
        return new long[] {UUID_MAGIC, isAttached ? 1 : 0, number};
    }

    /** The number of the backing device in a uuid table, or its last one. */
    static int number(long @Nullable [] words) {
        return words == null || words[0] != UUID_MAGIC ? 0 : (int) words[2];
    }

    /** Whether a uuid table has the backing device. */
    static boolean isAttached(long @Nullable [] words) {
        return words != null && words[0] == UUID_MAGIC && words[1] == 1;
    }
}
