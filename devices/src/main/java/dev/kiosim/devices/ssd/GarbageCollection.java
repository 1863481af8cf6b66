package dev.kiosim.devices.ssd;

import dev.kiosim.config.ConfigException;

/**
 * When and how an SSD makes room.
 *
 * @param spareParts over-provisioning, parts per million of the raw size
 * @param thresholdParts collection starts when less than so much of a plane's blocks is free, parts
 *     per million
 */
public record GarbageCollection(int spareParts, int thresholdParts) {
    private static final int MILLION = 1_000_000;
    /** Besides the free blocks: the two frontiers, and one to gain from. */
    static final int SPARE_BLOCKS = 3;
    /** A block for the host's frontier to move to, and one for the collection's. */
    private static final int FREE_BLOCKS_MIN = 2;

    /** Checks the ranges. */
    public GarbageCollection {
        if (spareParts < 0 || spareParts >= MILLION) {
            throw new ConfigException(
                    "over_provisioning",
                    spareParts / 1e6,
                    "0 or more and less than 1, such as 0.07");
        }
        if (thresholdParts < 0 || thresholdParts >= MILLION) {
            throw new ConfigException(
                    "gc_threshold",
                    thresholdParts / 1e6,
                    "0 or more and less than 1, such as 0.05");
        }
    }

    /**
     * Of {@code rawSectors}, those that the device offers, whole pages of {@code sectorsPerPage}.
     */
    long logicalSectors(long rawSectors, int sectorsPerPage) {
        long pages = rawSectors / sectorsPerPage;
        return (pages - pages * spareParts / MILLION) * sectorsPerPage;
    }

    /**
     * How many blocks each plane of {@code shape} must have to offer {@code bytes}; at least what
     * collecting needs.
     */
    int blocksFor(long bytes, FlashGeometry shape) {
        long pages = (bytes + shape.pageBytes() - 1) / shape.pageBytes();
        long logicalPerPlane = (pages + shape.planes() - 1) / shape.planes();
        long raw = (logicalPerPlane * MILLION + MILLION - spareParts - 1) / (MILLION - spareParts);
        long blocks = (raw + shape.pagesPerBlock() - 1) / shape.pagesPerBlock();
        long logicalBlocks = (logicalPerPlane + shape.pagesPerBlock() - 1) / shape.pagesPerBlock();
        while (blocks < logicalBlocks + SPARE_BLOCKS + freeBlocks((int) blocks)) {
            blocks++;
        }
        return (int) Math.min(blocks, Integer.MAX_VALUE);
    }

    /** Of {@code blocks} in a plane, how many are to be free. */
    int freeBlocks(int blocks) {
        return Math.max(FREE_BLOCKS_MIN, (int) ((long) blocks * thresholdParts / MILLION));
    }
}
