package dev.kiosim.devices.ssd;

import dev.kiosim.config.ConfigException;

/**
 * What the flash of an SSD is made of. Logical pages are spread over it in the order channel, way
 * (chip), die, plane: neighbouring pages lie on different channels.
 *
 * @param channels buses to the chips
 * @param chipsPerChannel chips (ways) on each
 * @param diesPerChip dies in each
 * @param planesPerDie planes in each
 * @param blocksPerPlane erase blocks in each
 * @param pagesPerBlock pages in each
 * @param pageBytes size of a page: the unit of programming and of the map
 */
public record FlashGeometry(
        int channels,
        int chipsPerChannel,
        int diesPerChip,
        int planesPerDie,
        int blocksPerPlane,
        int pagesPerBlock,
        int pageBytes) {
    private static final int SECTOR_BYTES = 512;
    private static final int SECTORS_PER_PAGE_MAX = 64;

    /** Checks the sizes. */
    public FlashGeometry {
        atLeast("channels", channels, 1);
        atLeast("chips_per_channel", chipsPerChannel, 1);
        atLeast("dies_per_chip", diesPerChip, 1);
        atLeast("planes_per_die", planesPerDie, 1);
        atLeast("blocks_per_plane", blocksPerPlane, 4);
        atLeast("pages_per_block", pagesPerBlock, 1);
        if (pageBytes < SECTOR_BYTES
                || pageBytes % SECTOR_BYTES != 0
                || pageBytes > SECTOR_BYTES * SECTORS_PER_PAGE_MAX) {
            throw new ConfigException(
                    "page_size", pageBytes, "a multiple of 512 up to 32KiB, such as 8KiB");
        }
        if ((long) blocksPerPlane * pagesPerBlock > Integer.MAX_VALUE) {
            throw new ConfigException(
                    "blocks_per_plane", blocksPerPlane, "fewer than 2^31 pages in a plane");
        }
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new ConfigException(key, value, "at least " + least);
        }
    }

    /** The same with another number of blocks in each plane. */
    FlashGeometry withBlocksPerPlane(int blocks) {
        return new FlashGeometry(
                channels,
                chipsPerChannel,
                diesPerChip,
                planesPerDie,
                blocks,
                pagesPerBlock,
                pageBytes);
    }

    /** Chips in the whole device. */
    int chips() {
        return channels * chipsPerChannel;
    }

    /** Planes in the whole device. */
    int planes() {
        return chips() * diesPerChip * planesPerDie;
    }

    /** Pages in a plane. */
    int pagesPerPlane() {
        return blocksPerPlane * pagesPerBlock;
    }

    /** Sectors in a page. */
    int sectorsPerPage() {
        return pageBytes / SECTOR_BYTES;
    }

    /** All sectors, spare ones too. */
    long rawSectors() {
        return (long) planes() * pagesPerPlane() * sectorsPerPage();
    }

    /** The chip that holds a logical page: channel by channel, then way by way. */
    int chipOf(long page) {
        int channel = (int) (page % channels);
        int way = (int) (page / channels % chipsPerChannel);
        return channel * chipsPerChannel + way;
    }

    /** The plane that holds a logical page. */
    int planeOf(long page) {
        int inChip = (int) (page / chips() % (diesPerChip * (long) planesPerDie));
        int die = inChip % diesPerChip;
        int plane = inChip / diesPerChip;
        return (chipOf(page) * diesPerChip + die) * planesPerDie + plane;
    }

    /** Whether two pages of one chip lie at the same place of two planes of one die. */
    boolean isMultiPlane(long page, long other) {
        return page != other
                && indexInPlane(page) == indexInPlane(other)
                && planeOf(page) / planesPerDie == planeOf(other) / planesPerDie;
    }

    /** The page's number in its plane. */
    int indexInPlane(long page) {
        return (int) (page / planes());
    }
}
