package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.Arrays;

/**
 * Where each block of the backing device lies in the cache, for bcache without time: what the btree
 * of extents tells, block by block.
 *
 * <pre>
 * directory   chunks of 4096 pages of the device: the place of a page in the pool, or 0
 * entries     pool of pages of 16 to 64 blocks, the first always empty: 0 not cached, else 1 + the
 *             block of the cache, negative if dirty
 * cellOf      back again: for each block of the cache, the entry that was made for it
 * </pre>
 *
 * A page without cached blocks goes back to the pool, so that memory follows from the size of the
 * cache; the directory takes at most a byte for 16 KiB of a device with blocks of 4 KiB, and only
 * where something was cached. Pointers into a bucket are dropped when the bucket is given up, by
 * way of {@code cellOf}: bcache leaves them, stale, and finds out by the bucket's generation; to a
 * reader both are holes. Live and dirty blocks are counted for each bucket, which is what garbage
 * collection walks the btree for.
 */
final class BlockIndex {
    /** Of a large cache, so that one block far from others does not cost much. */
    private static final int PAGE_SHIFT_MIN = 4;
    /** Of a small one, so that the directory stays in the processor's cache. */
    private static final int PAGE_SHIFT_MAX = 6;
    /** A cache of so many blocks, as a power of two, is still small; twice as many, half a page. */
    private static final int SMALL_SHIFT = 17;

    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
    private static final int POOL_SHIFT = 16;
    private static final int POOL_MASK = (1 << POOL_SHIFT) - 1;
    /** The page that stands for all of which nothing is cached: a look-up needs no question. */
    private static final int EMPTY = 0;

    private static final int[] NO_PAGES = new int[1 << CHUNK_SHIFT];

    /** Hears of blocks that become dirty, or no longer are. */
    @FunctionalInterface
    interface DirtyBlocks {
        /** {@code count} more blocks (or, negative, fewer) are dirty, {@code block} being one. */
        void changed(long block, int count);
    }

    private final int bucketShift;
    private final int pageShift;
    private final int pageMask;
    private final int pagesPerChunk;
    private final DirtyBlocks dirtyBlocks;
    private final int[] cellOf;
    private final int[] live;
    private final int[] dirty;
    private int[][] directory = new int[16][];
    private int[][] entries = {new int[1 << POOL_SHIFT]};
    private long[] pageNumber;
    private byte[] liveInPage;
    private byte[] dirtyInPage;
    private int pagesMade = 1;
    private int pagesInUse;
    private int freePage = EMPTY;

    /** Blocks of the last look-up that are cached. */
    int hitBlocks;
    /** Whether one of them is dirty. */
    boolean hitDirty;
    /** First block of the first gap of the last look-up; meaningless if there is none. */
    long gapFirst;
    /** Blocks of that gap; 0 if there is none. */
    int gapBlocks;

    /**
     * An empty index.
     *
     * @param bucketShift blocks in a bucket, as a power of two
     * @param bucketCount buckets of the cache
     */
    BlockIndex(int bucketShift, int bucketCount, DirtyBlocks dirtyBlocks) {
        this.bucketShift = bucketShift;
        this.dirtyBlocks = dirtyBlocks;
        cellOf = new int[Math.multiplyExact(bucketCount, 1 << bucketShift)];
        pageShift = pageShiftFor(cellOf.length);
        pageMask = (1 << pageShift) - 1;
        pagesPerChunk = 1 << POOL_SHIFT - pageShift;
        pageNumber = new long[pagesPerChunk];
        liveInPage = new byte[pagesPerChunk];
        dirtyInPage = new byte[pagesPerChunk];
        live = new int[bucketCount];
        dirty = new int[bucketCount];
        Arrays.fill(directory, NO_PAGES);
    }

    private static int pageShiftFor(int cacheBlocks) {
        int beyondSmall =
                Integer.SIZE - Integer.numberOfLeadingZeros(cacheBlocks - 1 >> SMALL_SHIFT);
        return Math.max(PAGE_SHIFT_MIN, PAGE_SHIFT_MAX - beyondSmall);
    }

    /** Live blocks in a bucket. */
    int live(int bucket) {
        return live[bucket];
    }

    /** Dirty blocks in a bucket. */
    int dirty(int bucket) {
        return dirty[bucket];
    }

    /**
     * Looks a range up: see {@link #hitBlocks} and what follows it. The buckets of what is found
     * are as recent as can be.
     */
    void lookUp(long first, long end, Buckets buckets) {
        hitBlocks = 0;
        hitDirty = false;
        gapBlocks = 0;
        if (end - first == 1) {
            lookUpOne(first, buckets);
            return;
        }
        boolean gapEnded = false;
        long block = first;
        while (block < end) {
            int page = find(block >>> pageShift);
            int inPage = (int) block & pageMask;
            int count = (int) Math.min(pageMask + 1 - inPage, end - block);
            for (int i = 0; i < count; i++) {
                int entry = at((page << pageShift) + inPage + i);
                if (entry != 0) {
                    hitBlocks++;
                    hitDirty |= entry < 0;
                    buckets.touch(Math.abs(entry) - 1 >> bucketShift);
                    gapEnded = gapBlocks != 0;
                } else if (!gapEnded) {
                    gapFirst = gapBlocks == 0 ? block + i : gapFirst;
                    gapBlocks++;
                }
            }
            block += count;
        }
    }

    private void lookUpOne(long block, Buckets buckets) {
        int entry = at(cell(block));
        if (entry == 0) {
            gapFirst = block;
            gapBlocks = 1;
        } else {
            hitBlocks = 1;
            hitDirty = entry < 0;
            buckets.touch(Math.abs(entry) - 1 >> bucketShift);
        }
    }

    /** Where in the pool the entry of a block stands. */
    int cell(long block) {
        return (find(block >>> pageShift) << pageShift) + ((int) block & pageMask);
    }

    /** An entry: 0 for a block that is not cached. */
    int at(int cell) {
        return entries[cell >>> POOL_SHIFT][cell & POOL_MASK];
    }

    private void set(int cell, int entry) {
        entries[cell >>> POOL_SHIFT][cell & POOL_MASK] = entry;
    }

    /** {@code count} blocks from {@code first} on lie in the cache from {@code cacheBlock} on. */
    void insert(long first, int count, int cacheBlock, boolean isDirty) {
        int bucket = cacheBlock >> bucketShift;
        long block = first;
        int to = cacheBlock;
        while (to < cacheBlock + count) {
            int page = findOrMake(block >>> pageShift);
            int inPage = (int) block & pageMask;
            int here = Math.min(pageMask + 1 - inPage, cacheBlock + count - to);
            int cell = (page << pageShift) + inPage;
            for (int i = 0; i < here; i++) {
                int old = at(cell + i);
                if (old != 0) {
                    forget(page, block + i, old);
                }
                set(cell + i, isDirty ? -(to + 1) : to + 1);
                cellOf[to++] = cell + i;
            }
            liveInPage[page] += (byte) here;
            dirtyInPage[page] += (byte) (isDirty ? here : 0);
            block += here;
        }
        live[bucket] += count;
        if (isDirty) {
            dirty[bucket] += count;
            dirtyBlocks.changed(first, count);
        }
    }

    /** Drops a range. */
    void drop(long first, long end) {
        long block = first;
        while (block < end) {
            int page = find(block >>> pageShift);
            int inPage = (int) block & pageMask;
            int count = (int) Math.min(pageMask + 1 - inPage, end - block);
            if (page != EMPTY) {
                dropFrom(page, inPage, count, block);
            }
            block += count;
        }
    }

    private void dropFrom(int page, int inPage, int count, long block) {
        int cell = (page << pageShift) + inPage;
        for (int i = 0; i < count; i++) {
            int old = at(cell + i);
            if (old != 0) {
                set(cell + i, 0);
                forget(page, block + i, old);
            }
        }
        if (liveInPage[page] == 0) {
            free(page);
        }
    }

    /** The copy that {@code entry} points to is no longer that of {@code block}. */
    private void forget(int page, long block, int entry) {
        int bucket = Math.abs(entry) - 1 >> bucketShift;
        live[bucket]--;
        liveInPage[page]--;
        if (entry < 0) {
            dirty[bucket]--;
            dirtyInPage[page]--;
            dirtyBlocks.changed(block, -1);
        }
    }

    /** A bucket is given up: what lies in it is dropped. Returns how many blocks were live. */
    int dropBucket(int bucket) {
        int dropped = live[bucket];
        if (dirty[bucket] != 0) {
            throw violated("bucket %d given up with %d dirty blocks", bucket, dirty[bucket]);
        }
        int left = dropped;
        for (int at = bucket << bucketShift; left > 0; at++) {
            int cell = cellOf[at];
            if (at(cell) == at + 1) {
                set(cell, 0);
                left--;
                int page = cell >>> pageShift;
                if (--liveInPage[page] == 0) {
                    free(page);
                }
            }
        }
        live[bucket] = 0;
        return dropped;
    }

    /** The blocks of a range that are dirty are so no longer. Returns how many were. */
    int clean(long first, long end) {
        int cleaned = 0;
        for (long block = first; block < end; block++) {
            int page = find(block >>> pageShift);
            int cell = (page << pageShift) + ((int) block & pageMask);
            int entry = at(cell);
            if (entry < 0) {
                set(cell, -entry);
                dirty[-entry - 1 >> bucketShift]--;
                dirtyInPage[page]--;
                dirtyBlocks.changed(block, -1);
                cleaned++;
            }
        }
        return cleaned;
    }

    /** First blocks of all pages with dirty blocks, in order. */
    long[] dirtyPages() {
        long[] found = new long[pagesInUse];
        int count = 0;
        for (int page = 0; page < pagesMade; page++) {
            if (dirtyInPage[page] != 0) {
                found[count++] = pageNumber[page] << pageShift;
            }
        }
        long[] sorted = Arrays.copyOf(found, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** First block behind the page of {@code block}. */
    long pageEnd(long block) {
        return (block | pageMask) + 1;
    }

    /** Place of a page in the pool; {@link #EMPTY} if nothing of it is cached. */
    private int find(long number) {
        int chunk = (int) (number >>> CHUNK_SHIFT);
        return chunk < directory.length ? directory[chunk][(int) number & CHUNK_MASK] : EMPTY;
    }

    private int findOrMake(long number) {
        int found = find(number);
        if (found != EMPTY) {
            return found;
        }
        int page = takePage();
        pageNumber[page] = number;
        chunkFor((int) (number >>> CHUNK_SHIFT))[(int) number & CHUNK_MASK] = page;
        pagesInUse++;
        return page;
    }

    private int[] chunkFor(int chunk) {
        int length = directory.length;
        if (chunk >= length) {
            directory = Arrays.copyOf(directory, Math.max(chunk + 1, length * 2));
            Arrays.fill(directory, length, directory.length, NO_PAGES);
        }
        if (directory[chunk] == NO_PAGES) {
            directory[chunk] = new int[1 << CHUNK_SHIFT];
        }
        return directory[chunk];
    }

    private int takePage() {
        int page = freePage;
        if (page != EMPTY) {
            freePage = at(page << pageShift);
            set(page << pageShift, 0);
            return page;
        }
        page = pagesMade++;
        if (page == pageNumber.length) {
            growPool();
        }
        return page;
    }

    private void growPool() {
        int length = pageNumber.length + pagesPerChunk;
        entries = Arrays.copyOf(entries, entries.length + 1);
        entries[entries.length - 1] = new int[1 << POOL_SHIFT];
        pageNumber = Arrays.copyOf(pageNumber, length);
        liveInPage = Arrays.copyOf(liveInPage, length);
        dirtyInPage = Arrays.copyOf(dirtyInPage, length);
    }

    /** An empty page goes back to the pool. */
    private void free(int page) {
        long number = pageNumber[page];
        directory[(int) (number >>> CHUNK_SHIFT)][(int) number & CHUNK_MASK] = 0;
        pagesInUse--;
        set(page << pageShift, freePage);
        freePage = page;
    }

    /** Counts everything anew, and compares. */
    void checkInvariants() {
        int[] liveNow = new int[live.length];
        int[] dirtyNow = new int[live.length];
        int pages = 0;
        for (int page = 1; page < pagesMade; page++) {
            if (find(pageNumber[page]) == page) {
                pages++;
                check(page, liveNow, dirtyNow);
            }
        }
        if (pages != pagesInUse) {
            throw violated("%d pages of the index are in use, %d by count", pages, pagesInUse);
        }
        if (!Arrays.equals(live, liveNow) || !Arrays.equals(dirty, dirtyNow)) {
            throw violated("live or dirty blocks of a bucket are not what they are by count");
        }
    }

    private void check(int page, int[] liveNow, int[] dirtyNow) {
        int inPage = 0;
        for (int cell = page << pageShift; cell < page + 1 << pageShift; cell++) {
            int entry = at(cell);
            if (entry != 0) {
                inPage++;
                int at = Math.abs(entry) - 1;
                liveNow[at >> bucketShift]++;
                dirtyNow[at >> bucketShift] += entry < 0 ? 1 : 0;
                if (cellOf[at] != cell) {
                    throw violated("block %d of the cache is in two places", at);
                }
            }
        }
        if (inPage == 0 || inPage != liveInPage[page]) {
            throw violated("page %d has %d live blocks, not %d", page, inPage, liveInPage[page]);
        }
    }
}
