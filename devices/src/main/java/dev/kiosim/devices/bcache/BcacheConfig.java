package dev.kiosim.devices.bcache;

import dev.kiosim.config.ConfigException;

/**
 * What of a bcache device cannot be changed while it runs: how the cache is formatted, module
 * parameters, and what the kernel's own work costs. Everything else is a sysfs attribute. Sizes in
 * 512-byte sectors.
 *
 * @param bucketSectors size of a bucket, a power of two of at least 8
 * @param blockSectors unit of metadata writes, 1 to 8, a power of two
 * @param backingBlockSectors block size in the superblock of the backing device, 1 to 8
 * @param dataOffsetSectors where the data begin on the backing device, at least 16 as make-bcache
 *     has it
 * @param optimalIoSectors optimal IO size of the backing device, for stripes; 0 if it has none
 * @param partialStripesExpensive whether the backing device is a RAID that wants whole stripes
 * @param cutoffWriteback in_use above which writes that nobody waits for are written through, per
 *     cent
 * @param cutoffWritebackSync the same for all writes, per cent
 * @param costs what the kernel's own work costs
 * @param version which bcache it is
 */
public record BcacheConfig(
        int bucketSectors,
        int blockSectors,
        int backingBlockSectors,
        long dataOffsetSectors,
        long optimalIoSectors,
        boolean partialStripesExpensive,
        int cutoffWriteback,
        int cutoffWritebackSync,
        BcacheCosts costs,
        BcacheVersion version) {
    private static final int BUCKET_SECTORS_MIN = 8;
    private static final int BLOCK_SECTORS_MAX = 8;
    private static final int SUPERBLOCK_END = 16;
    private static final int CUTOFF_MAX = 70;
    private static final int CUTOFF_SYNC_MAX = 90;

    /** Checks the fields against each other. */
    public BcacheConfig {
        if (bucketSectors < BUCKET_SECTORS_MIN || Integer.bitCount(bucketSectors) != 1) {
            throw new ConfigException(
                    "bucket_size", bucketSectors * 512L, "a power of two of at least 4KiB");
        }
        if (blockSectors < 1
                || blockSectors > BLOCK_SECTORS_MAX
                || Integer.bitCount(blockSectors) != 1) {
            throw new ConfigException(
                    "block_size", blockSectors * 512L, "a power of two from 512B to 4KiB");
        }
        if (dataOffsetSectors < SUPERBLOCK_END) {
            throw new ConfigException(
                    "data_offset",
                    dataOffsetSectors * 512L,
                    "at least 8KiB, behind the superblock");
        }
        if (cutoffWritebackSync < 0 || cutoffWritebackSync > CUTOFF_SYNC_MAX) {
            throw new ConfigException("cutoff_writeback_sync", cutoffWritebackSync, "0 to 90");
        }
        if (cutoffWriteback < 0 || cutoffWriteback > Math.min(CUTOFF_MAX, cutoffWritebackSync)) {
            throw new ConfigException(
                    "cutoff_writeback",
                    cutoffWriteback,
                    "0 to 70, and not above cutoff_writeback_sync");
        }
    }

    /** Buckets of 512 KiB, blocks of 512 bytes, as make-bcache formats; costs assumed. */
    public static BcacheConfig defaults() {
        return new BcacheConfig(
                1024, 1, 1, 16, 0, false, 40, 70, BcacheCosts.ASSUMED, BcacheVersion.MODERN);
    }

    /** The same with another format. */
    public BcacheConfig withFormat(int newBucketSectors, int newBlockSectors) {
        return new BcacheConfig(
                newBucketSectors,
                newBlockSectors,
                newBlockSectors,
                dataOffsetSectors,
                optimalIoSectors,
                partialStripesExpensive,
                cutoffWriteback,
                cutoffWritebackSync,
                costs,
                version);
    }

    /** The same with another block size in the superblock of the backing device. */
    public BcacheConfig withBackingBlock(int sectors) {
        return new BcacheConfig(
                bucketSectors,
                blockSectors,
                sectors,
                dataOffsetSectors,
                optimalIoSectors,
                partialStripesExpensive,
                cutoffWriteback,
                cutoffWritebackSync,
                costs,
                version);
    }

    /** The same with another data offset. */
    public BcacheConfig withDataOffset(long sectors) {
        return new BcacheConfig(
                bucketSectors,
                blockSectors,
                backingBlockSectors,
                sectors,
                optimalIoSectors,
                partialStripesExpensive,
                cutoffWriteback,
                cutoffWritebackSync,
                costs,
                version);
    }

    /** The same with other costs. */
    public BcacheConfig withCosts(BcacheCosts newCosts) {
        return new BcacheConfig(
                bucketSectors,
                blockSectors,
                backingBlockSectors,
                dataOffsetSectors,
                optimalIoSectors,
                partialStripesExpensive,
                cutoffWriteback,
                cutoffWritebackSync,
                newCosts,
                version);
    }

    /** The same with other costs, whoever wakes a thread. */
    public BcacheConfig withCosts(long hopNanos, long wakeNanos, long copyNanosPerPage) {
        return withCosts(
                new BcacheCosts(costs.oneCpu(), hopNanos, wakeNanos, wakeNanos, copyNanosPerPage));
    }

    /** The same of another version. */
    public BcacheConfig withVersion(BcacheVersion newVersion) {
        return new BcacheConfig(
                bucketSectors,
                blockSectors,
                backingBlockSectors,
                dataOffsetSectors,
                optimalIoSectors,
                partialStripesExpensive,
                cutoffWriteback,
                cutoffWritebackSync,
                costs,
                newVersion);
    }

    /** The same on a machine with one CPU. */
    public BcacheConfig onOneCpu() {
        return withCosts(costs.onOneCpu());
    }

    /** Layout of a cache device of this size, or of as much of it as whole buckets fill. */
    Geometry geometry(long cacheSectors) {
        return new Geometry(bucketSectors, blockSectors, (int)
                Math.min(Integer.MAX_VALUE, cacheSectors / bucketSectors));
    }
}
