package dev.kiosim.block;

import java.util.Arrays;

/**
 * The version stamp of every sector of a device, sparse: a sector that was never stored has the
 * stamp that the store was made with. Pages of 8 sectors are found by open addressing over
 * primitive arrays; a page whose sectors all have one stamp, the usual case, takes 16 bytes,
 * another 64 more. A page once stored keeps its place, so overwriting allocates nothing.
 */
public final class SectorStamps {
    private static final int PAGE_SHIFT = 3;
    private static final int PAGE_SECTORS = 1 << PAGE_SHIFT;
    private static final int PAGE_MASK = PAGE_SECTORS - 1;
    private static final long EMPTY = 0;
    /** Pages of mixed stamps in one chunk. */
    private static final int CHUNK_PAGES = 1024;

    private final long absentStamp;
    /**
     * {@code (page number + 1) * 2}, plus 1 if the page is mixed; {@link #EMPTY} if the place is
     * free.
     */
    private long[] keys = new long[1024];
    /** The stamp of a uniform page, or the number of a mixed one. */
    private long[] values = new long[1024];

    private int pageCount;
    private long[][] mixedChunks = new long[0][];
    private int mixedCount;

    /** A store where every sector has {@code absentStamp}. */
    public SectorStamps(long absentStamp) {
        this.absentStamp = absentStamp;
    }

    /** The stamp of {@code sector}. */
    public long get(long sector) {
        return stampAt(find(sector >> PAGE_SHIFT), sector);
    }

    private long stampAt(int place, long sector) {
        long key = keys[place];
        if (key == EMPTY) {
            return absentStamp;
        }
        return (key & 1) == 0
                ? values[place]
                : mixed(values[place])[mixedIndex(values[place], sector)];
    }

    /** Gives {@code sector} the stamp {@code stamp}. */
    public void put(long sector, long stamp) {
        int place = find(sector >> PAGE_SHIFT);
        if (keys[place] == EMPTY) {
            if (stamp == absentStamp) {
                return;
            }
            place = addPage(sector >> PAGE_SHIFT, place);
        }
        if ((keys[place] & 1) == 0) {
            if (values[place] == stamp) {
                return;
            }
            makeMixed(place);
        }
        mixed(values[place])[mixedIndex(values[place], sector)] = stamp;
    }

    /** Gives {@code count} sectors from {@code first} the stamp {@code stamp}. */
    public void fill(long first, long count, long stamp) {
        long sector = first;
        long end = first + count;
        while (sector < end) {
            if ((sector & PAGE_MASK) == 0 && end - sector >= PAGE_SECTORS) {
                putPage(sector, stamp);
                sector += PAGE_SECTORS;
            } else {
                put(sector++, stamp);
            }
        }
    }

    /**
     * Stores {@code count} stamps, from index {@code from} of {@code stamps}, for the sectors from
     * {@code first}.
     */
    public void store(long first, int count, long[] stamps, int from) {
        int i = 0;
        while (i < count) {
            if (((first + i) & PAGE_MASK) == 0
                    && count - i >= PAGE_SECTORS
                    && isUniform(stamps, from + i)) {
                putPage(first + i, stamps[from + i]);
                i += PAGE_SECTORS;
            } else {
                put(first + i, stamps[from + i]);
                i++;
            }
        }
    }

    /**
     * Reads {@code count} stamps of the sectors from {@code first} into {@code stamps} from index
     * {@code from}.
     */
    public void load(long first, int count, long[] stamps, int from) {
        int i = 0;
        while (i < count) {
            int place = find(first + i >> PAGE_SHIFT);
            int end = Math.min(count, i + PAGE_SECTORS - (int) (first + i & PAGE_MASK));
            for (; i < end; i++) {
                stamps[from + i] = stampAt(place, first + i);
            }
        }
    }

    /** The same, but leaves what is in {@code stamps} for sectors that were never stored. */
    void loadOver(long first, int count, long[] stamps, int from) {
        int i = 0;
        while (i < count) {
            int place = find(first + i >> PAGE_SHIFT);
            int end = Math.min(count, i + PAGE_SECTORS - (int) (first + i & PAGE_MASK));
            for (; i < end && keys[place] != EMPTY; i++) {
                long stamp = stampAt(place, first + i);
                stamps[from + i] = stamp == absentStamp ? stamps[from + i] : stamp;
            }
            i = end;
        }
    }

    /** Takes sectors and their stamps. */
    public interface Visitor {
        /** {@code sector} has {@code stamp}. */
        void visit(long sector, long stamp);
    }

    /**
     * Shows every sector of a page that was ever stored, in an order that only the pages decide.
     */
    public void forEach(Visitor visitor) {
        for (int place = 0; place < keys.length; place++) {
            if (keys[place] != EMPTY) {
                long first = (keys[place] >> 1) - 1 << PAGE_SHIFT;
                for (int i = 0; i < PAGE_SECTORS; i++) {
                    visitor.visit(first + i, stampAt(place, first + i));
                }
            }
        }
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(keys, EMPTY);
        pageCount = 0;
        mixedCount = 0;
    }

    /** Whether nothing was ever stored since the last {@link #clear}. */
    public boolean isEmpty() {
        return pageCount == 0;
    }

    private static boolean isUniform(long[] stamps, int from) {
        for (int i = 1; i < PAGE_SECTORS; i++) {
            if (stamps[from + i] != stamps[from]) {
                return false;
            }
        }
        return true;
    }

    private void putPage(long sector, long stamp) {
        int place = find(sector >> PAGE_SHIFT);
        if (keys[place] == EMPTY) {
            if (stamp == absentStamp) {
                return;
            }
            place = addPage(sector >> PAGE_SHIFT, place);
        }
        if ((keys[place] & 1) == 0) {
            values[place] = stamp;
        } else {
            int at = mixedIndex(values[place], 0);
            Arrays.fill(mixed(values[place]), at, at + PAGE_SECTORS, stamp);
        }
    }

    private int find(long page) {
        int mask = keys.length - 1;
        long hash = (page + 1) * 0x9e3779b97f4a7c15L;
        int place = (int) (hash >>> 32) & mask;
        while (keys[place] != EMPTY && keys[place] >> 1 != page + 1) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private int addPage(long page, int place) {
        int at = place;
        if (pageCount >= keys.length / 2) {
            grow();
            at = find(page);
        }
        keys[at] = (page + 1) << 1;
        values[at] = absentStamp;
        pageCount++;
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY) {
                int place = find((oldKeys[i] >> 1) - 1);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }

    private void makeMixed(int place) {
        long number = mixedCount++;
        if (number / CHUNK_PAGES == mixedChunks.length) {
            mixedChunks = Arrays.copyOf(mixedChunks, mixedChunks.length + 1);
            mixedChunks[mixedChunks.length - 1] = new long[CHUNK_PAGES * PAGE_SECTORS];
        }
        int at = mixedIndex(number, 0);
        Arrays.fill(mixed(number), at, at + PAGE_SECTORS, values[place]);
        values[place] = number;
        keys[place] |= 1;
    }

    private long[] mixed(long number) {
        return mixedChunks[(int) (number / CHUNK_PAGES)];
    }

    private static int mixedIndex(long number, long sector) {
        return (int) (number % CHUNK_PAGES) << PAGE_SHIFT | (int) sector & PAGE_MASK;
    }
}
