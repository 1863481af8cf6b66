package dev.kiosim.devices.disk;

import dev.kiosim.block.Bio;
import dev.kiosim.config.ConfigException;
import java.util.List;

/**
 * A rotating disk, complete: geometry, mechanics, command handling. Times in nanoseconds.
 *
 * @param heads surfaces
 * @param zones from the outer edge inwards
 * @param rpm revolutions a minute
 * @param seek the arm's curve
 * @param headSwitchNanos least time to change to another head
 * @param writeSettleNanos added to an arm move before a write
 * @param readOverheadNanos controller time of a read before the arm moves
 * @param writeOverheadNanos controller time of a write before the arm moves
 * @param busBytesPerSecond rate of the bus to the host; 0 if it takes no time
 * @param queueDepth commands that the drive takes at once
 * @param order which of them is next
 * @param sectorCount sectors that it offers: at most what its zones hold
 * @param logicalBlockBytes least unit of IO
 * @param readCache its read buffer
 * @param writeCache its write buffer
 */
public record DiskConfig(
        int heads,
        List<Zone> zones,
        int rpm,
        SeekCurve seek,
        long headSwitchNanos,
        long writeSettleNanos,
        long readOverheadNanos,
        long writeOverheadNanos,
        long busBytesPerSecond,
        int queueDepth,
        Order order,
        long sectorCount,
        int logicalBlockBytes,
        ReadCacheConfig readCache,
        WriteCacheConfig writeCache) {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** Which of several commands in the drive is next. */
    public enum Order {
        /** In the order of arrival. */
        FIFO("fifo"),
        /** The one that the head can begin soonest: shortest positioning time first. */
        SPTF("sptf");

        private final String word;

        Order(String word) {
            this.word = word;
        }

        /** The word in a scenario. */
        public String word() {
            return word;
        }
    }

    /** Checks what does not depend on a single part. */
    public DiskConfig {
        zones = List.copyOf(zones);
        if (heads < 1) {
            throw new ConfigException("heads", heads, "at least 1");
        }
        if (rpm < 60) {
            throw new ConfigException("rpm", rpm, "at least 60, such as 7200");
        }
        long capacity = new DiskLayout(heads, zones).sectorCount();
        if (sectorCount < 1 || sectorCount > capacity) {
            throw new ConfigException(
                    "size",
                    sectorCount * 512,
                    "at most the " + capacity * 512 + " bytes of its zones");
        }
    }

    /** How long {@code sectors} take over the bus. */
    long busNanos(long sectors) {
        return busBytesPerSecond == 0
                ? 0
                : (sectors << Bio.SECTOR_SHIFT) * SECOND_NANOS / busBytesPerSecond;
    }
}
