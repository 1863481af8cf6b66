package dev.kiosim.devices.ssd;

import dev.kiosim.config.ConfigException;

/**
 * A solid-state drive, complete.
 *
 * @param geometry what its flash is made of
 * @param timing how long the flash takes
 * @param link the way from the host to the flash
 * @param collection how it makes room
 * @param writeBuffer the DRAM that acknowledges writes
 * @param mapCacheBytes DRAM for the page map; 0: all of the map is in DRAM
 * @param sectorCount sectors that it offers: at most what over-provisioning leaves
 * @param logicalBlockBytes least unit of IO
 */
public record SsdConfig(
        FlashGeometry geometry,
        FlashTiming timing,
        HostLink link,
        GarbageCollection collection,
        WriteBufferConfig writeBuffer,
        long mapCacheBytes,
        long sectorCount,
        int logicalBlockBytes) {
    /** Checks that every plane has room to collect garbage. */
    public SsdConfig {
        long offered = collection.logicalSectors(geometry.rawSectors(), geometry.sectorsPerPage());
        if (sectorCount < 1 || sectorCount > offered) {
            throw new ConfigException(
                    "size",
                    sectorCount * 512,
                    "1 sector to the " + offered * 512 + " bytes of its flash");
        }
        int spareBlocks =
                GarbageCollection.SPARE_BLOCKS + collection.freeBlocks(geometry.blocksPerPlane());
        long needed = (long) spareBlocks * geometry.pagesPerBlock();
        if (logicalPagesPerPlane(geometry, sectorCount) + needed > geometry.pagesPerPlane()) {
            throw new ConfigException(
                    "over_provisioning",
                    collection.spareParts() / 1e6,
                    "more, as a plane needs " + spareBlocks + " spare blocks to collect garbage");
        }
    }

    /** Logical pages that lie in one plane, at most. */
    int logicalPagesPerPlane() {
        return logicalPagesPerPlane(geometry, sectorCount);
    }

    private static int logicalPagesPerPlane(FlashGeometry geometry, long sectorCount) {
        long pages = (sectorCount + geometry.sectorsPerPage() - 1) / geometry.sectorsPerPage();
        return (int) ((pages + geometry.planes() - 1) / geometry.planes());
    }

    /**
     * Time of a chip for collecting: moving {@code pages} over the channel and back, erasing
     * {@code blocks}.
     */
    long collectionNanos(int pages, int blocks) {
        long moveNanos = timing.readCommandNanos()
                + timing.readNanos()
                + timing.programCommandNanos()
                + timing.programNanos()
                + 2 * timing.channelNanos(geometry.pageBytes());
        return pages * moveNanos + blocks * timing.eraseNanos();
    }
}
