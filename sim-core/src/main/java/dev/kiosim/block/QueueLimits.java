package dev.kiosim.block;

import dev.kiosim.config.ConfigException;

/**
 * The limits of a request queue.
 *
 * @param requestsPerDirection {@code nr_requests}: requests for reads, and as many for writes; a
 *     bio beyond waits
 * @param requestSectorsMax {@code max_sectors_kb} in sectors: a request grows no further, a longer
 *     bio is split
 * @param segmentsMax {@code max_segments}: memory segments of a request
 * @param plugRequestsMax requests that a plug holds for one queue before it is flushed
 * @param plugFlushSectors a plug is also flushed when its last request has reached this length
 */
public record QueueLimits(
        int requestsPerDirection,
        int requestSectorsMax,
        int segmentsMax,
        int plugRequestsMax,
        long plugFlushSectors) {
    /**
     * Linux 3.x: BLKDEV_MAX_RQ 128 (assumed), BLK_DEF_MAX_SECTORS 1024, BLK_MAX_SEGMENTS 128,
     * BLK_MAX_REQUEST_COUNT 16 (assumed), no flush by length.
     */
    public static final QueueLimits OF_2013 = new QueueLimits(128, 1024, 128, 16, Long.MAX_VALUE);

    /**
     * Linux 6.x: 1280 KiB a request (assumed), BLK_MAX_REQUEST_COUNT 32, BLK_PLUG_FLUSH_SIZE 128
     * KiB.
     */
    public static final QueueLimits MODERN = new QueueLimits(128, 2560, 128, 32, 256);

    /** A memory segment holds at most this much. Source: Linux BLK_MAX_SEGMENT_SIZE. */
    private static final int SEGMENT_SECTORS_MAX = 128;

    /** Checks that every limit is at least 1. */
    public QueueLimits {
        atLeastOne("nr_requests", requestsPerDirection);
        atLeastOne("max_sectors_kb", requestSectorsMax);
        atLeastOne("max_segments", segmentsMax);
        atLeastOne("plug_requests", plugRequestsMax);
        atLeastOne("plug_flush_size", plugFlushSectors);
    }

    private static void atLeastOne(String key, long value) {
        if (value < 1) {
            throw new ConfigException(key, value, "at least 1");
        }
    }

    /**
     * Segments of one bio: its buffer is taken to be contiguous in memory, as far as a segment
     * reaches.
     */
    static int segmentsOf(Bio bio) {
        if (!bio.op.movesData()) {
            return 1;
        }
        return Math.max(1, (bio.sectorCount + SEGMENT_SECTORS_MAX - 1) / SEGMENT_SECTORS_MAX);
    }
}
