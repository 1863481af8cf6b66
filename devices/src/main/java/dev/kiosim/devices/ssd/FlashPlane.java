package dev.kiosim.devices.ssd;

import static dev.kiosim.engine.InvariantViolation.violated;

/**
 * One plane: where its logical pages are, which blocks are free, and the collection that frees
 * more. Host writes and moved pages fill blocks of their own. Victims are greedy: the full block
 * with the fewest valid pages.
 *
 * <p>All arrays are made when they are first needed, so that an unwritten plane costs next to
 * nothing.
 */
final class FlashPlane {
    private static final int MAP_CHUNK_SHIFT = 8;
    private static final int MAP_CHUNK = 1 << MAP_CHUNK_SHIFT;
    private static final int NONE = -1;
    private static final byte FREE = 0;
    private static final byte OPEN = 1;
    private static final byte FULL = 2;

    private final int blocks;
    private final int pagesPerBlock;
    private final int freeBlocksWanted;
    /** Physical page + 1 of each logical page, in chunks; 0: not mapped. */
    private final int[][] map;
    /** Logical page + 1 of each physical page, block by block; 0: not valid. */
    private int[][] owners = new int[0][];

    private short[] validPages = new short[0];
    private byte[] states = new byte[0];
    private FullBlocks full = new FullBlocks(0, 0);
    /** Blocks that were never used come first, then those erased, the oldest first. */
    private int[] freeRing = new int[0];

    private int freeFrom;
    private int freeCount;
    private int hostBlock = NONE;
    private int hostNext;
    private int moveBlock = NONE;
    private int moveNext;
    private int mappedPages;
    private long hostPages;
    private long movedPages;
    private long erasures;
    private int lastMoved;
    private int lastErased;

    FlashPlane(int blocks, int pagesPerBlock, int logicalPages, int freeBlocksWanted) {
        this.blocks = blocks;
        this.pagesPerBlock = pagesPerBlock;
        this.freeBlocksWanted = freeBlocksWanted;
        map = new int[(logicalPages + MAP_CHUNK - 1) >> MAP_CHUNK_SHIFT][];
        freeCount = blocks;
    }

    /** Whether a logical page has content. */
    boolean isMapped(int page) {
        int[] chunk = map[page >> MAP_CHUNK_SHIFT];
        return chunk != null && chunk[page & MAP_CHUNK - 1] != 0;
    }

    /** Writes a logical page to a new place, and collects garbage if few blocks are left. */
    void write(int page) {
        lastMoved = 0;
        lastErased = 0;
        makeBlocks();
        unmap(page);
        if (hostBlock == NONE || hostNext == pagesPerBlock) {
            hostBlock = openBlock(hostBlock);
            hostNext = 0;
        }
        place(page, hostBlock, hostNext++);
        hostPages++;
        while (freeCount < freeBlocksWanted && collectOne()) {
            // one victim after the other
        }
    }

    /** Forgets the content of a logical page. */
    void unmap(int page) {
        int[] chunk = map[page >> MAP_CHUNK_SHIFT];
        int physical = chunk == null ? 0 : chunk[page & MAP_CHUNK - 1];
        if (chunk == null || physical == 0) {
            return;
        }
        int block = (physical - 1) / pagesPerBlock;
        ownersOf(block)[(physical - 1) % pagesPerBlock] = 0;
        if (states[block] == FULL) {
            full.remove(block, validPages[block]);
            full.add(block, validPages[block] - 1);
        }
        validPages[block]--;
        chunk[page & MAP_CHUNK - 1] = 0;
        mappedPages--;
    }

    private void makeBlocks() {
        if (states.length > 0) {
            return;
        }
        owners = new int[blocks][];
        validPages = new short[blocks];
        states = new byte[blocks];
        full = new FullBlocks(blocks, pagesPerBlock);
        freeRing = new int[blocks];
        for (int i = 0; i < blocks; i++) {
            freeRing[i] = i;
        }
    }

    private int openBlock(int filled) {
        if (filled != NONE) {
            states[filled] = FULL;
            full.add(filled, validPages[filled]);
        }
        if (freeCount == 0) {
            throw violated(
                    "a flash plane has no free block left, %d of its pages are valid", mappedPages);
        }
        int block = freeRing[freeFrom];
        freeFrom = freeFrom + 1 == blocks ? 0 : freeFrom + 1;
        freeCount--;
        states[block] = OPEN;
        return block;
    }

    private void place(int page, int block, int index) {
        int[] chunk = map[page >> MAP_CHUNK_SHIFT];
        if (chunk == null) {
            chunk = new int[MAP_CHUNK];
            map[page >> MAP_CHUNK_SHIFT] = chunk;
        }
        chunk[page & MAP_CHUNK - 1] = block * pagesPerBlock + index + 1;
        ownersOf(block)[index] = page + 1;
        validPages[block]++;
        mappedPages++;
    }

    private int[] ownersOf(int block) {
        int[] pages = owners[block];
        if (pages == null) {
            pages = new int[pagesPerBlock];
            owners[block] = pages;
        }
        return pages;
    }

    /** Frees one block; false if none would gain anything. */
    private boolean collectOne() {
        int victim = full.emptiest();
        if (victim == NONE || validPages[victim] == pagesPerBlock) {
            return false;
        }
        int[] pages = ownersOf(victim);
        for (int i = 0; i < pagesPerBlock; i++) {
            if (pages[i] != 0) {
                move(pages[i] - 1);
            }
        }
        erase(victim);
        return true;
    }

    private void move(int page) {
        unmap(page);
        if (moveBlock == NONE || moveNext == pagesPerBlock) {
            moveBlock = openBlock(moveBlock);
            moveNext = 0;
        }
        place(page, moveBlock, moveNext++);
        lastMoved++;
        movedPages++;
    }

    private void erase(int block) {
        if (validPages[block] != 0) {
            throw violated("a flash block is erased with %d valid pages", validPages[block]);
        }
        full.remove(block, 0);
        states[block] = FREE;
        freeRing[(freeFrom + freeCount) % blocks] = block;
        freeCount++;
        lastErased++;
        erasures++;
    }

    /** Of the last {@link #write}: valid pages that the collection moved. */
    int lastMoved() {
        return lastMoved;
    }

    /** Of the last {@link #write}: blocks that the collection erased. */
    int lastErased() {
        return lastErased;
    }

    /** Pages that the host wrote. */
    long hostPages() {
        return hostPages;
    }

    /** Pages that the collection moved. */
    long movedPages() {
        return movedPages;
    }

    /** Blocks erased. */
    long erasures() {
        return erasures;
    }

    /** Logical pages that have content. */
    int mappedPages() {
        return mappedPages;
    }

    /** Walks map and blocks and throws if they disagree. */
    void checkInvariants() {
        int valid = 0;
        for (int block = 0; block < states.length; block++) {
            int[] pages = owners[block];
            int inBlock = 0;
            for (int i = 0; pages != null && i < pagesPerBlock; i++) {
                if (pages[i] != 0) {
                    inBlock++;
                    checkMapped(pages[i] - 1, block * pagesPerBlock + i + 1);
                }
            }
            if (inBlock != validPages[block]) {
                throw violated(
                        "flash block %d counts %d valid pages, has %d",
                        block, validPages[block], inBlock);
            }
            valid += inBlock;
        }
        if (valid != mappedPages) {
            throw violated("a flash plane maps %d pages, its blocks hold %d", mappedPages, valid);
        }
    }

    private void checkMapped(int page, int physical) {
        int[] chunk = map[page >> MAP_CHUNK_SHIFT];
        if (chunk == null || chunk[page & MAP_CHUNK - 1] != physical) {
            throw violated(
                    "flash page %d owned by logical page %d is not where the map says",
                    physical, page);
        }
    }
}
