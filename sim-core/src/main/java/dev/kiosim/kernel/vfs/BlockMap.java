package dev.kiosim.kernel.vfs;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.Arrays;

/**
 * Where the blocks of a file lie on its device: extents, by file block, not overlapping. A block is
 * a page long. Blocks without an extent are holes: they read as zeros. Source of the shape: Linux
 * fs/ext4/extents.c, as one sorted array.
 */
final class BlockMap {
    /** Sectors in a block. */
    static final int BLOCK_SECTORS = 8;
    /** Bytes in a block. */
    static final int BLOCK_BYTES = 4096;
    /** {@link #sector} of a hole. */
    static final long HOLE = -1;

    private long[] fileBlocks = new long[4];
    private long[] sectors = new long[4];
    private long[] lengths = new long[4];
    private int count;

    /** The first sector of {@code fileBlock}, or {@link #HOLE}. */
    long sector(long fileBlock) {
        int index = indexOf(fileBlock);
        if (index < 0) {
            return HOLE;
        }
        return sectors[index] + (fileBlock - fileBlocks[index]) * BLOCK_SECTORS;
    }

    /**
     * How many blocks from {@code fileBlock} on lie in one piece, or are holes; at most
     * {@code most}.
     */
    long runLength(long fileBlock, long most) {
        int index = indexOf(fileBlock);
        long end = index >= 0
                ? fileBlocks[index] + lengths[index]
                : -index - 1 < count ? fileBlocks[-index - 1] : Long.MAX_VALUE;
        return Math.min(most, end - fileBlock);
    }

    /** Puts {@code blocks} from {@code fileBlock}, all holes, at {@code firstSector}. */
    void put(long fileBlock, long firstSector, long blocks) {
        int index = indexOf(fileBlock);
        if (index >= 0 || runLength(fileBlock, blocks) < blocks) {
            throw violated("block %d of a file is mapped twice", fileBlock);
        }
        int at = -index - 1;
        if (at > 0 && continues(at - 1, fileBlock, firstSector)) {
            lengths[at - 1] += blocks;
            return;
        }
        makeRoom(at);
        fileBlocks[at] = fileBlock;
        sectors[at] = firstSector;
        lengths[at] = blocks;
    }

    private boolean continues(int index, long fileBlock, long firstSector) {
        return fileBlocks[index] + lengths[index] == fileBlock
                && sectors[index] + lengths[index] * BLOCK_SECTORS == firstSector;
    }

    private void makeRoom(int at) {
        if (count == lengths.length) {
            fileBlocks = Arrays.copyOf(fileBlocks, count * 2);
            sectors = Arrays.copyOf(sectors, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        System.arraycopy(fileBlocks, at, fileBlocks, at + 1, count - at);
        System.arraycopy(sectors, at, sectors, at + 1, count - at);
        System.arraycopy(lengths, at, lengths, at + 1, count - at);
        count++;
    }

    /**
     * Takes all blocks from {@code fileBlock} on out of the map and gives them to
     * {@code allocator}.
     */
    void truncate(long fileBlock, BlockAllocator allocator) {
        while (count > 0 && fileBlocks[count - 1] + lengths[count - 1] > fileBlock) {
            int last = count - 1;
            long kept = Math.max(0, fileBlock - fileBlocks[last]);
            allocator.free(sectors[last] + kept * BLOCK_SECTORS, lengths[last] - kept);
            lengths[last] = kept;
            if (kept == 0) {
                count--;
            }
        }
    }

    /** How many blocks are mapped. */
    long blocksMapped() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += lengths[i];
        }
        return sum;
    }

    /** Index of the extent that holds {@code fileBlock}, or {@code -(where it would be) - 1}. */
    private int indexOf(long fileBlock) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (fileBlock < fileBlocks[middle]) {
                high = middle - 1;
            } else if (fileBlock >= fileBlocks[middle] + lengths[middle]) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -low - 1;
    }
}
