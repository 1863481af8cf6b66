package dev.kiosim.kernel.vfs;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.Arrays;

/**
 * Pages in memory, found by file and page number, with a list of all of them from the least to the
 * most recently used. A page is a slot number in arrays; slots are used again.
 */
final class PageTable {
    /** No slot. */
    static final int NONE = -1;

    private static final long HASH_MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final int SLOTS_FIRST = 64;

    private Inode[] inodes = new Inode[SLOTS_FIRST];
    private long[] pages = new long[SLOTS_FIRST];
    private int[] flags = new int[SLOTS_FIRST];
    private int[] chain = new int[SLOTS_FIRST];
    private int[] older = new int[SLOTS_FIRST];
    private int[] newer = new int[SLOTS_FIRST];
    private int[] nextDirty = new int[SLOTS_FIRST];
    private int[] previousDirty = new int[SLOTS_FIRST];
    private long[] dirtiedNanos = new long[SLOTS_FIRST];
    private long[] deviceBits = new long[SLOTS_FIRST];
    private int[] buckets = filled(SLOTS_FIRST * 2);
    private int slots;
    private int firstFree = NONE;
    private int used;
    private int oldest = NONE;
    private int newest = NONE;

    private static int[] filled(int length) {
        int[] array = new int[length];
        Arrays.fill(array, NONE);
        return array;
    }

    /** One bit for each device that served the page when it was read. */
    long deviceBits(int slot) {
        return deviceBits[slot];
    }

    /** The page came from these devices. */
    void setDeviceBits(int slot, long bits) {
        deviceBits[slot] = bits;
    }

    /** How many pages there are. */
    int size() {
        return used;
    }

    /** One more than the greatest slot number. */
    int bound() {
        return slots;
    }

    /** The slot of a page, or {@link #NONE}. */
    int find(Inode inode, long page) {
        int slot = buckets[bucket(inode, page)];
        while (slot != NONE && (inodes[slot] != inode || pages[slot] != page)) {
            slot = chain[slot];
        }
        return slot;
    }

    private int bucket(Inode inode, long page) {
        long hash = (page * 31 + inode.number()) * HASH_MULTIPLIER;
        return (int) (hash >>> 32) & (buckets.length - 1);
    }

    /** Adds a page that is not there, as the most recently used, without flags. */
    int add(Inode inode, long page) {
        int slot = takeSlot();
        inodes[slot] = inode;
        pages[slot] = page;
        flags[slot] = 0;
        deviceBits[slot] = 0;
        nextDirty[slot] = NONE;
        previousDirty[slot] = NONE;
        int bucket = bucket(inode, page);
        chain[slot] = buckets[bucket];
        buckets[bucket] = slot;
        used++;
        append(slot);
        return slot;
    }

    private int takeSlot() {
        int slot = firstFree;
        if (slot != NONE) {
            firstFree = chain[slot];
            return slot;
        }
        if (slots == pages.length) {
            grow(slots * 2);
        }
        return slots++;
    }

    private void grow(int length) {
        inodes = Arrays.copyOf(inodes, length);
        pages = Arrays.copyOf(pages, length);
        flags = Arrays.copyOf(flags, length);
        chain = Arrays.copyOf(chain, length);
        older = Arrays.copyOf(older, length);
        newer = Arrays.copyOf(newer, length);
        nextDirty = Arrays.copyOf(nextDirty, length);
        previousDirty = Arrays.copyOf(previousDirty, length);
        dirtiedNanos = Arrays.copyOf(dirtiedNanos, length);
        deviceBits = Arrays.copyOf(deviceBits, length);
        buckets = filled(length * 2);
        for (int slot = 0; slot < slots; slot++) {
            Inode inode = inodes[slot];
            if (inode != null) {
                int bucket = bucket(inode, pages[slot]);
                chain[slot] = buckets[bucket];
                buckets[bucket] = slot;
            }
        }
    }

    /** Takes a page out. */
    void remove(int slot) {
        int bucket = bucket(inode(slot), pages[slot]);
        if (buckets[bucket] == slot) {
            buckets[bucket] = chain[slot];
        } else {
            int before = buckets[bucket];
            while (chain[before] != slot) {
                before = chain[before];
            }
            chain[before] = chain[slot];
        }
        unlink(slot);
        inodes[slot] = null;
        chain[slot] = firstFree;
        firstFree = slot;
        used--;
    }

    /** A page was used: it becomes the most recent. */
    void touch(int slot) {
        if (slot != newest) {
            unlink(slot);
            append(slot);
        }
    }

    private void append(int slot) {
        older[slot] = newest;
        newer[slot] = NONE;
        if (newest == NONE) {
            oldest = slot;
        } else {
            newer[newest] = slot;
        }
        newest = slot;
    }

    private void unlink(int slot) {
        if (older[slot] == NONE) {
            oldest = newer[slot];
        } else {
            newer[older[slot]] = newer[slot];
        }
        if (newer[slot] == NONE) {
            newest = older[slot];
        } else {
            older[newer[slot]] = older[slot];
        }
    }

    /** The least recently used page, or {@link #NONE}. */
    int oldest() {
        return oldest;
    }

    /** The page used next after {@code slot}, or {@link #NONE}. */
    int newerThan(int slot) {
        return newer[slot];
    }

    /** Whether {@code slot} holds a page. */
    boolean isUsed(int slot) {
        return inodes[slot] != null;
    }

    Inode inode(int slot) {
        Inode inode = inodes[slot];
        if (inode == null) {
            throw violated("slot %d holds no page", slot);
        }
        return inode;
    }

    long page(int slot) {
        return pages[slot];
    }

    boolean has(int slot, int flag) {
        return (flags[slot] & flag) != 0;
    }

    void set(int slot, int flag) {
        flags[slot] |= flag;
    }

    void clear(int slot, int flag) {
        flags[slot] &= ~flag;
    }

    /** The page of the same file that was dirtied next, or {@link #NONE}. */
    int nextDirty(int slot) {
        return nextDirty[slot];
    }

    /** When the page was dirtied. */
    long dirtiedNanos(int slot) {
        return dirtiedNanos[slot];
    }

    /** Appends a page to its file's list of dirty ones. */
    void appendDirty(int slot, long nowNanos) {
        Inode inode = inode(slot);
        dirtiedNanos[slot] = nowNanos;
        nextDirty[slot] = NONE;
        previousDirty[slot] = inode.lastDirty;
        if (inode.lastDirty == NONE) {
            inode.firstDirty = slot;
        } else {
            nextDirty[inode.lastDirty] = slot;
        }
        inode.lastDirty = slot;
    }

    /** Takes a page off that list. */
    void removeDirty(int slot) {
        Inode inode = inode(slot);
        int before = previousDirty[slot];
        int after = nextDirty[slot];
        if (before == NONE) {
            inode.firstDirty = after;
        } else {
            nextDirty[before] = after;
        }
        if (after == NONE) {
            inode.lastDirty = before;
        } else {
            previousDirty[after] = before;
        }
    }
}
