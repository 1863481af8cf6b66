package dev.kiosim.devices.bcache;

import dev.kiosim.block.SectorStamps;

/**
 * The ranges whose keys came out of the journal at the last registration: whatever they point to
 * was flushed with the journal.
 */
final class ReplayedKeys {
    private static final long NO = 0;
    private static final long YES = 1;

    private final SectorStamps positions = new SectorStamps(NO);

    /** A key that ends at {@code end}. */
    void add(long end, int sectors) {
        positions.fill(end - sectors, sectors, YES);
    }

    /** Whether a key of the journal covers {@code position}. */
    boolean covers(long position) {
        return positions.get(position) == YES;
    }
}
