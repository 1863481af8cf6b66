package dev.kiosim.devices.bcache;

/**
 * A bkey in two longs: the position of its end, and a value with pointer, size and flags. No object
 * per key.
 *
 * <pre>
 * position  bits 44-62 inode, 0-43 sector: keys sort as bcache's do, by inode and end offset
 * value     bits 28-63 sector on the cache device, 20-27 gen, 4-19 size in sectors, 0-3 flags
 * </pre>
 *
 * A pointer is sector and gen together, {@code value >>> 20}: as in bcache, the gen is its low
 * byte. Source: Linux drivers/md/bcache/bcache_ondisk.h and bset.c.
 */
final class Bkey {
    /** The data are not on the backing device yet. */
    static final long DIRTY = 1;
    /** Key without pointer: the range is not cached. */
    static final long HOLE = 2;
    /**
     * Placeholder of a miss that is being read; bcache gives it a random pointer on device 4095.
     */
    static final long CHECK = 4;
    /** The key stands in its leaf's last set, which is not on the SSD yet. */
    static final long UNWRITTEN = 8;

    /** Largest size of a key, sectors. */
    static final int SIZE_MAX = 65535;
    /** Sectors that a position can tell apart. */
    static final int SECTOR_BITS = 44;
    /** Sectors that a pointer can reach. */
    static final int POINTER_BITS = 36;
    /** Greater than the position of any key; the key of the root. */
    static final long POSITION_MAX = Long.MAX_VALUE;

    private static final int SIZE_SHIFT = 4;
    private static final int GEN_SHIFT = 20;
    private static final int SECTOR_SHIFT = 28;
    private static final int GEN_MASK = 0xff;
    private static final long SECTOR_MASK = (1L << SECTOR_BITS) - 1;
    private static final int WORDS_WITH_POINTER = 3;
    private static final int WORDS_OF_HOLE = 2;

    private Bkey() {}

    /** The position of {@code sector} in {@code inode}. */
    static long position(int inode, long sector) {
        return (long) inode << SECTOR_BITS | sector;
    }

    static int inode(long position) {
        return (int) (position >>> SECTOR_BITS);
    }

    static long sector(long position) {
        return position & SECTOR_MASK;
    }

    /** A value that points to {@code cacheSector}. */
    static long pointing(long cacheSector, int gen, int size, long flags) {
        return cacheSector << SECTOR_SHIFT
                | (long) (gen & GEN_MASK) << GEN_SHIFT
                | (long) size << SIZE_SHIFT
                | flags;
    }

    /** The value of a hole. */
    static long hole(int size) {
        return (long) size << SIZE_SHIFT | HOLE;
    }

    static int size(long value) {
        return (int) (value >>> SIZE_SHIFT) & SIZE_MAX;
    }

    static int gen(long value) {
        return (int) (value >>> GEN_SHIFT) & GEN_MASK;
    }

    static long cacheSector(long value) {
        return value >>> SECTOR_SHIFT;
    }

    static boolean has(long value, long flags) {
        return (value & flags) != 0;
    }

    /** Whether it points to data on the SSD, stale or not. */
    static boolean pointsToData(long value) {
        return (value & (HOLE | CHECK)) == 0;
    }

    /** Length in a set on the SSD or in the journal, 8-byte words. */
    static int words(long value) {
        return has(value, HOLE) ? WORDS_OF_HOLE : WORDS_WITH_POINTER;
    }

    static long withSize(long value, int size) {
        return value & ~((long) SIZE_MAX << SIZE_SHIFT) | (long) size << SIZE_SHIFT;
    }

    /** What is left of a key after its first {@code sectors}: the pointer moves along. */
    static long cutFront(long value, int sectors) {
        long shorter = value - ((long) sectors << SIZE_SHIFT);
        return has(value, HOLE) ? shorter : shorter + ((long) sectors << SECTOR_SHIFT);
    }

    /** What is left of a key without its last {@code sectors}. */
    static long cutBack(long value, int sectors) {
        return value - ((long) sectors << SIZE_SHIFT);
    }

    /** Whether two keys have the same header: dirty, pointers. */
    static boolean sameHeader(long a, long b) {
        return ((a ^ b) & (DIRTY | HOLE | CHECK)) == 0;
    }

    /**
     * Whether {@code part}, which begins {@code offset} sectors into {@code whole}, points to where
     * that does.
     */
    static boolean pointsInto(long part, long whole, long offset) {
        return part >>> GEN_SHIFT == (whole >>> GEN_SHIFT) + (offset << (SECTOR_SHIFT - GEN_SHIFT));
    }

    static String toText(long end, long value) {
        long sector = sector(end);
        return inode(end) + ":" + (sector - size(value)) + "-" + sector
                + (has(value, HOLE)
                        ? " hole"
                        : has(value, CHECK) ? " check" : " -> " + cacheSector(value))
                + " gen " + gen(value)
                + (has(value, DIRTY) ? " dirty" : "");
    }
}
