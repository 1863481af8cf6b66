package dev.kiosim.devices.bcache;

import dev.kiosim.block.DriveContent;
import dev.kiosim.block.FailureReason;
import dev.kiosim.block.LostSectors;
import dev.kiosim.block.SectorStamps;
import dev.kiosim.engine.Nullable;
import java.util.ArrayList;
import java.util.List;

/**
 * What was dirty in a cache when the set or the backing device was given up, so that nobody serves
 * it any more: sector by sector the version that is left, and the one that the cache had.
 */
final class LostDirty {
    private static final long UNREADABLE = -1;
    private static final long THERE = 0;
    private static final long LOST = 1;

    private record Run(long sector, int count, FailureReason reason, long found, long expected) {
        boolean isContinuedBy(long next, FailureReason why, long left, long had) {
            return sector + count == next && reason == why && found == left && expected == had;
        }

        Run longer() {
            return new Run(sector, count + 1, reason, found, expected);
        }
    }

    private final CacheSet set;
    private final CachedDevice device;
    private final List<Run> runs = new ArrayList<>();
    private final SectorStamps states = new SectorStamps(THERE);

    LostDirty(CacheSet set, CachedDevice device) {
        this.set = set;
        this.device = device;
    }

    /** All that is dirty now is lost for {@code reason}. */
    void addAll(FailureReason reason) {
        DriveContent below = device.backing().content();
        DriveContent above = set.cacheDevice().content();
        set.btree().forEachDirty((start, sectors, cacheSector) -> {
            if (Bkey.inode(start) != device.inode()) {
                return;
            }
            for (int i = 0; i < sectors; i++) {
                long sector = device.sector(start) + i;
                long left = reason == FailureReason.BACKING_FAILED
                        ? UNREADABLE
                        : stampOf(below, sector);
                long had = stampOf(above, cacheSector + i);
                if (!has(sector) && !isWrittenBack(left, had)) {
                    add(sector, reason, left, had);
                }
                set.failedWrites().overwritten(sector, 1); // what is left is below
            }
        });
    }

    /** The stamp of a sector, if this run tracks what is there. */
    private static long stampOf(@Nullable DriveContent content, long sector) {
        return content == null ? LostSectors.UNKNOWN : content.stamp(sector);
    }

    private static boolean isWrittenBack(long left, long had) {
        return left == had && had != LostSectors.UNKNOWN && had != DriveContent.NEVER_WRITTEN;
    }

    private void add(long sector, FailureReason reason, long left, long had) {
        states.put(sector, LOST);
        Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && last.isContinuedBy(sector, reason, left, had)) {
            runs.set(runs.size() - 1, last.longer());
        } else {
            runs.add(new Run(sector, 1, reason, left, had));
        }
    }

    boolean has(long sector) {
        return !states.isEmpty() && states.get(sector) == LOST;
    }

    /** Shows them, as sectors of a device that begins at {@code dataOffset}. */
    void forEach(long dataOffset, LostSectors visitor) {
        for (Run run : runs) {
            visitor.lost(run.sector - dataOffset, run.count, run.reason, run.found, run.expected);
        }
    }
}
