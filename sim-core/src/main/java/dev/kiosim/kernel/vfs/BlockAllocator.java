package dev.kiosim.kernel.vfs;

import java.util.BitSet;

/**
 * The free blocks of a file system: a bitmap, searched from where the caller would like to have
 * them, so that files that grow lie in one piece where possible.
 */
final class BlockAllocator {
    private final BitSet used = new BitSet();
    private final long firstSector;
    private final long blocks;
    private long free;

    /** {@code blocks} free blocks from {@code firstSector} on; fewer than 2^31. */
    BlockAllocator(long firstSector, long blocks) {
        this.firstSector = firstSector;
        this.blocks = Math.min(blocks, Integer.MAX_VALUE);
        free = this.blocks;
    }

    /** How many blocks are free. */
    long free() {
        return free;
    }

    /** How many blocks there are. */
    long total() {
        return blocks;
    }

    /**
     * Takes one block, at {@code goalSector} or the next free one behind it; the sector where it
     * begins, or {@link BlockMap#HOLE} if none is free.
     */
    long take(long goalSector) {
        if (free == 0) {
            return BlockMap.HOLE;
        }
        long goal = (goalSector - firstSector) / BlockMap.BLOCK_SECTORS;
        int from = goal < 0 || goal >= blocks ? 0 : (int) goal;
        int block = used.nextClearBit(from);
        if (block >= blocks) {
            block = used.nextClearBit(0);
        }
        used.set(block);
        free--;
        return firstSector + (long) block * BlockMap.BLOCK_SECTORS;
    }

    /** Gives back {@code count} blocks from {@code sector} on. */
    void free(long sector, long count) {
        int block = (int) ((sector - firstSector) / BlockMap.BLOCK_SECTORS);
        used.clear(block, block + (int) count);
        free += count;
    }
}
