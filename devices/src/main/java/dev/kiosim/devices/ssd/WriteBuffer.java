package dev.kiosim.devices.ssd;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.Arrays;

/**
 * The pages that wait in DRAM, in slots. A page has at most one slot that still takes data; one
 * whose program has begun is closed, and newer data of the page go to a new slot.
 *
 * <p>Slots are found by page through open addressing. The open ones form a list in the order of
 * their first data, so that the oldest is written back first. All in primitive arrays, grown to the
 * buffer's size as it fills.
 */
final class WriteBuffer {
    /** No slot. */
    static final int NONE = -1;

    private final int capacity;
    private final long wholePage;
    private long[] pages = new long[64];
    /** Sectors of the page that the slot holds, one bit each. */
    private long[] sectors = new long[64];

    private boolean[] closed = new boolean[64];
    private boolean[] awaited = new boolean[64];
    private boolean[] inUse = new boolean[64];
    private int[] newer = new int[64];
    private int[] older = new int[64];
    private int slotsMade;
    private int freeSlot = NONE;
    private int used;
    private int oldestOpen = NONE;
    private int newestOpen = NONE;
    private int openCount;
    /** Slot + 1 by hash of the page; 0: empty. */
    private int[] table = new int[256];

    WriteBuffer(int capacity, int sectorsPerPage) {
        this.capacity = capacity;
        wholePage = sectorsPerPage == Long.SIZE ? -1L : (1L << sectorsPerPage) - 1;
    }

    boolean isFull() {
        return used == capacity;
    }

    int used() {
        return used;
    }

    /** Slots whose page still takes data. */
    int openCount() {
        return openCount;
    }

    int capacity() {
        return capacity;
    }

    /**
     * The slot with the newest data of {@code page}, open or closed; {@link #NONE} if it is not
     * here.
     */
    int find(long page) {
        int at = home(page);
        while (table[at] != 0) {
            if (pages[table[at] - 1] == page) {
                return table[at] - 1;
            }
            at = (at + 1) & (table.length - 1);
        }
        return NONE;
    }

    /**
     * Opens a slot for {@code page}; there must be room. Data of an older, closed slot are found no
     * more.
     */
    int open(long page) {
        int slot = takeSlot();
        pages[slot] = page;
        sectors[slot] = 0;
        closed[slot] = false;
        awaited[slot] = false;
        inUse[slot] = true;
        int before = find(page);
        if (before != NONE) {
            forget(before);
        }
        enter(slot);
        older[slot] = newestOpen;
        newer[slot] = NONE;
        if (newestOpen == NONE) {
            oldestOpen = slot;
        } else {
            newer[newestOpen] = slot;
        }
        newestOpen = slot;
        openCount++;
        return slot;
    }

    /** Adds sectors to an open slot. */
    void add(int slot, long sectorBits) {
        if (closed[slot]) {
            throw violated("data added to page %d, which is being programmed", pages[slot]);
        }
        sectors[slot] |= sectorBits;
    }

    /** Takes no more data into the slot: its program is under way. */
    void close(int slot) {
        closed[slot] = true;
        openCount--;
        if (older[slot] == NONE) {
            oldestOpen = newer[slot];
        } else {
            newer[older[slot]] = newer[slot];
        }
        if (newer[slot] == NONE) {
            newestOpen = older[slot];
        } else {
            older[newer[slot]] = older[slot];
        }
    }

    /** Gives the slot back: its page is programmed, or discarded. */
    void release(int slot) {
        if (!closed[slot]) {
            close(slot);
        }
        if (find(pages[slot]) == slot) {
            forget(slot);
        }
        inUse[slot] = false;
        newer[slot] = freeSlot;
        freeSlot = slot;
        used--;
    }

    /** The open slot with the oldest data; {@link #NONE} if none is open. */
    int oldestOpen() {
        return oldestOpen;
    }

    boolean isOpen(int slot) {
        return !closed[slot];
    }

    boolean isWhole(int slot) {
        return sectors[slot] == wholePage;
    }

    long page(int slot) {
        return pages[slot];
    }

    long sectorBits(int slot) {
        return sectors[slot];
    }

    /** Forgets which sectors the slot holds, as they count as durable from now on. */
    void clearSectors(int slot) {
        sectors[slot] = 0;
    }

    boolean isAwaited(int slot) {
        return awaited[slot];
    }

    /** Marks every slot in use as awaited by a flush; returns how many there are. */
    int awaitAll() {
        int count = 0;
        for (int slot = 0; slot < slotsMade; slot++) {
            if (inUse[slot]) {
                awaited[slot] = true;
                count++;
            }
        }
        return count;
    }

    private int takeSlot() {
        if (isFull()) {
            throw violated("a page put into a full write buffer of %d", capacity);
        }
        used++;
        if (freeSlot != NONE) {
            int slot = freeSlot;
            freeSlot = newer[slot];
            return slot;
        }
        if (slotsMade == pages.length) {
            grow();
        }
        return slotsMade++;
    }

    private void grow() {
        int size = pages.length * 2;
        pages = Arrays.copyOf(pages, size);
        sectors = Arrays.copyOf(sectors, size);
        closed = Arrays.copyOf(closed, size);
        awaited = Arrays.copyOf(awaited, size);
        inUse = Arrays.copyOf(inUse, size);
        newer = Arrays.copyOf(newer, size);
        older = Arrays.copyOf(older, size);
        int[] oldTable = table;
        table = new int[size * 4];
        for (int entry : oldTable) {
            if (entry != 0) {
                enter(entry - 1);
            }
        }
    }

    private void enter(int slot) {
        int at = home(pages[slot]);
        while (table[at] != 0) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = slot + 1;
    }

    /**
     * Removes a slot from the table, and moves up the entries behind it that it kept from their
     * home.
     */
    private void forget(int slot) {
        int mask = table.length - 1;
        int hole = home(pages[slot]);
        while (table[hole] != slot + 1) {
            hole = (hole + 1) & mask;
        }
        table[hole] = 0;
        int at = (hole + 1) & mask;
        while (table[at] != 0) {
            int home = home(pages[table[at] - 1]);
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = table[at];
                table[at] = 0;
                hole = at;
            }
            at = (at + 1) & mask;
        }
    }

    private int home(long page) {
        return (int) (page * 0x9e3779b97f4a7c15L >>> 33) & (table.length - 1);
    }
}
