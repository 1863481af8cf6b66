package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.Arrays;

/**
 * Dirty sectors of a backing device, counted exactly for each stripe; a RAID5 below wants whole
 * stripes. Source: writeback.c, bcache_dev_sectors_dirty_add; super.c, bcache_device_init.
 */
final class Stripes implements DirtySectors {
    private static final long SECTORS_WITHOUT_STRIPES = 1L << 31;
    private static final long SECTORS_MIN = 8192;

    private final long stripeSectors;
    private final boolean partialExpensive;
    private long[] dirty = new long[1];
    private long total;

    /**
     * Stripes of a device.
     *
     * @param optimalIoSectors the device's optimal IO size, 0 if it has none
     * @param partialExpensive whether writing a part of a stripe costs much more than all of it
     */
    Stripes(long optimalIoSectors, boolean partialExpensive) {
        this.partialExpensive = partialExpensive;
        if (optimalIoSectors == 0) {
            stripeSectors = SECTORS_WITHOUT_STRIPES;
        } else {
            stripeSectors = (Math.max(SECTORS_MIN, optimalIoSectors) + optimalIoSectors - 1)
                    / optimalIoSectors
                    * optimalIoSectors;
        }
    }

    long stripeSectors() {
        return stripeSectors;
    }

    boolean partialStripesExpensive() {
        return partialExpensive;
    }

    /** {@code dirty_data}, sectors. */
    long total() {
        return total;
    }

    long dirtyOf(int stripe) {
        return stripe < dirty.length ? dirty[stripe] : 0;
    }

    int stripeOf(long sector) {
        return (int) (sector / stripeSectors);
    }

    @Override
    public void add(long startPosition, int sectors) {
        total += sectors;
        long sector = Bkey.sector(startPosition);
        int sign = sectors < 0 ? -1 : 1;
        long rest = Math.abs(sectors);
        while (rest > 0) {
            int stripe = stripeOf(sector);
            long here = Math.min(rest, (stripe + 1) * stripeSectors - sector);
            if (stripe >= dirty.length) {
                dirty = Arrays.copyOf(dirty, Math.max(stripe + 1, dirty.length * 2));
            }
            dirty[stripe] += sign * here;
            if (dirty[stripe] < 0) {
                throw violated("stripe %d has %d dirty sectors", stripe, dirty[stripe]);
            }
            sector += here;
            rest -= here;
        }
    }

    /**
     * Whether a write to these sectors had better go to the cache, since a stripe that it touches
     * is dirty.
     */
    boolean touchesDirty(long sector, int sectors) {
        if (!partialExpensive) {
            return false;
        }
        for (int stripe = stripeOf(sector); stripe <= stripeOf(sector + sectors - 1); stripe++) {
            if (dirtyOf(stripe) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Nothing is dirty: the device has a new number. */
    void clear() {
        total = 0;
        Arrays.fill(dirty, 0);
    }

    /** Compares the count with that of the index. */
    void checkAgainst(long dirtyInIndex) {
        if (dirtyInIndex != total || Arrays.stream(dirty).sum() != total) {
            throw violated("%d sectors are dirty in the index, %d by count", dirtyInIndex, total);
        }
    }
}
