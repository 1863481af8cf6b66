package dev.kiosim.devices.bcache;

import dev.kiosim.block.FailureReason;
import dev.kiosim.block.LostSectors;
import dev.kiosim.block.SectorStamps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Sectors of which a write to the cache only has failed: the index points to where the data should
 * be all the same, so that what was there before is gone, too. Source: request.c,
 * bch_data_insert_endio.
 */
final class FailedWrites {
    private static final long FINE = 0;
    private static final long FAILED = 1;

    private final SectorStamps states = new SectorStamps(FINE);

    /** Sectors of the backing device. */
    void add(long sector, int sectors) {
        states.fill(sector, sectors, FAILED);
    }

    /** A later write of these has not failed. */
    void overwritten(long sector, int sectors) {
        if (!states.isEmpty()) {
            states.fill(sector, sectors, FINE);
        }
    }

    boolean has(long sector) {
        return !states.isEmpty() && states.get(sector) == FAILED;
    }

    /** Shows them, as sectors of a device that begins at {@code dataOffset}. */
    void forEach(long dataOffset, LostSectors visitor) {
        List<Long> sectors = new ArrayList<>();
        states.forEach((sector, state) -> {
            if (state == FAILED) {
                sectors.add(sector);
            }
        });
        Collections.sort(sectors);
        for (long sector : sectors) {
            visitor.lost(
                    sector - dataOffset,
                    1,
                    FailureReason.WRITE_FAILED,
                    LostSectors.UNKNOWN,
                    LostSectors.UNKNOWN);
        }
    }
}
