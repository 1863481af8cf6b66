package dev.kiosim.devices.bcache;

/**
 * How a cache device is laid out. All sizes in 512-byte sectors.
 *
 * <p>Buckets 0 to {@code firstBucket - 1} hold the superblock, then come the journal's; any other
 * holds a btree node, the priority table, the uuid table or data. Source: Linux
 * drivers/md/bcache/super.c, make-bcache 1.0.8.
 *
 * @param bucketSectors size of a bucket, a power of two
 * @param blockSectors unit of metadata writes, 1 to 8
 * @param bucketCount buckets on the device
 */
record Geometry(int bucketSectors, int blockSectors, int bucketCount) {
    /**
     * Fewest buckets with which a cache registers is one more: roundup_pow2(nbuckets) >> 10 must
     * not be 0.
     */
    static final int TOO_FEW_BUCKETS = 512;
    /** Buckets set aside for btree nodes on a new cache. */
    private static final int BTREE_RESERVE = 8;

    private static final int JOURNAL_BUCKETS_MAX = 256;
    private static final int SUPERBLOCK_SECTORS = 23;
    private static final int PAGE_SECTORS = 8;
    private static final int META_PAGES_MAX = 1024;
    private static final int NODE_PAGES_FULL = 64;
    private static final int PRIO_HEADER_BYTES = 40;
    private static final int PRIO_ENTRY_BYTES = 3;

    int bucketShift() {
        return Integer.numberOfTrailingZeros(bucketSectors);
    }

    int blockBytes() {
        return blockSectors << 9;
    }

    int bucketOf(long cacheSector) {
        return (int) (cacheSector >>> bucketShift());
    }

    long firstSectorOf(int bucket) {
        return (long) bucket << bucketShift();
    }

    int firstBucket() {
        return SUPERBLOCK_SECTORS / bucketSectors + 1;
    }

    int journalBuckets() {
        return Math.min(Math.max(bucketCount >> 7, 2), JOURNAL_BUCKETS_MAX);
    }

    /** Sectors of one write of the priority table. */
    int metaSectors() {
        return PAGE_SECTORS * Math.min(bucketSectors / PAGE_SECTORS, META_PAGES_MAX);
    }

    /** Buckets of one generation of the priority table; two are kept. */
    int prioBuckets() {
        int perBucket = priosPerBucket();
        return (bucketCount + perBucket - 1) / perBucket;
    }

    /** Buckets that one bucket of the priority table tells of. */
    int priosPerBucket() {
        return ((metaSectors() << 9) - PRIO_HEADER_BYTES) / PRIO_ENTRY_BYTES;
    }

    /** Size of a btree node on the SSD. */
    int nodeSectors() {
        int pages = Math.min(bucketSectors / PAGE_SECTORS, META_PAGES_MAX);
        if (pages > NODE_PAGES_FULL) {
            pages = Math.max(pages / 4, NODE_PAGES_FULL);
        }
        return pages * PAGE_SECTORS;
    }

    /** Sectors of data that are inserted between two garbage collections. */
    long gcSectors(BcacheVersion version) {
        return (long) bucketSectors * bucketCount / version.gcBudgetShare();
    }

    /** How much dirty data write-back leaves, sectors: {@code percent} of the cache. */
    long writebackTarget(long percent) {
        return (long) bucketCount * bucketSectors * percent / 100;
    }

    /** The base of all free list sizes: a 1024th of the buckets, rounded up to a power of two. */
    int freeUnit() {
        return roundUpToPowerOfTwo(bucketCount) >> 10;
    }

    /** Entries of the heap by which lru chooses. */
    int heapSize() {
        return freeUnit() << 3;
    }

    /** Capacity of the list of invalidated buckets. */
    int freeIncCapacity() {
        return fifoCapacity(freeUnit() << 2);
    }

    /** Capacity of the free list of a reserve. */
    int freeCapacity(Reserve reserve) {
        return switch (reserve) {
            case BTREE -> fifoCapacity(BTREE_RESERVE);
            case PRIO -> prioBuckets();
            case MOVINGGC, NONE -> fifoCapacity(freeUnit());
        };
    }

    /**
     * A fifo asked for n entries gets a power of two less one if n is above 4. Source: util.h,
     * init_fifo.
     */
    static int fifoCapacity(int asked) {
        return asked > 4 ? roundUpToPowerOfTwo(asked) - 1 : asked;
    }

    static int roundUpToPowerOfTwo(int number) {
        return Integer.highestOneBit(Math.max(1, 2 * number - 1));
    }
}
