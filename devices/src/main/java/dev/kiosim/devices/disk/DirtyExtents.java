package dev.kiosim.devices.disk;

import java.util.Arrays;

/**
 * The sectors that a write buffer holds and the medium does not: disjoint runs in the order of
 * sectors, those that touch joined. Each knows the age of its oldest write.
 */
final class DirtyExtents {
    private long[] first = new long[64];
    private long[] end = new long[64];
    private long[] age = new long[64];
    private int count;
    private long sectors;

    boolean isEmpty() {
        return count == 0;
    }

    /** Sectors in all runs. */
    long sectors() {
        return sectors;
    }

    /** Whether one run has all sectors from {@code from} to {@code to}. */
    boolean holds(long from, long to) {
        int at = firstEndingAfter(from);
        return at < count && first[at] <= from && to <= end[at];
    }

    /** Adds the sectors from {@code from} to {@code to}, written at {@code writeAge}. */
    void add(long from, long to, long writeAge) {
        int low = firstEndingAfter(from - 1);
        int high = low;
        long newFirst = from;
        long newEnd = to;
        long newAge = writeAge;
        while (high < count && first[high] <= to) {
            newFirst = Math.min(newFirst, first[high]);
            newEnd = Math.max(newEnd, end[high]);
            newAge = Math.min(newAge, age[high]);
            sectors -= end[high] - first[high];
            high++;
        }
        replace(low, high, 1);
        set(low, newFirst, newEnd, newAge);
        sectors += newEnd - newFirst;
    }

    /** Takes the sectors from {@code from} to {@code to} out, wherever they are. */
    void remove(long from, long to) {
        int at = firstEndingAfter(from);
        while (at < count && first[at] < to) {
            long oldFirst = first[at];
            long oldEnd = end[at];
            long oldAge = age[at];
            sectors -= Math.min(oldEnd, to) - Math.max(oldFirst, from);
            int pieces = (oldFirst < from ? 1 : 0) + (to < oldEnd ? 1 : 0);
            replace(at, at + 1, pieces);
            if (oldFirst < from) {
                set(at++, oldFirst, from, oldAge);
            }
            if (to < oldEnd) {
                set(at++, to, oldEnd, oldAge);
            }
        }
    }

    /**
     * The run to write back next: the first at {@code sector} or after it whose age is below
     * {@code olderThan}, else the first such of all; -1 if there is none.
     */
    int next(long sector, long olderThan) {
        int from = firstEndingAfter(sector);
        for (int i = 0; i < count; i++) {
            int at = from + i < count ? from + i : from + i - count;
            if (age[at] < olderThan) {
                return at;
            }
        }
        return -1;
    }

    long first(int index) {
        return first[index];
    }

    long end(int index) {
        return end[index];
    }

    long age(int index) {
        return age[index];
    }

    /** Whether any run has a write older than {@code limit}. */
    boolean hasOlderThan(long limit) {
        for (int i = 0; i < count; i++) {
            if (age[i] < limit) {
                return true;
            }
        }
        return false;
    }

    private int firstEndingAfter(long sector) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (end[middle] <= sector) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Makes room for {@code pieces} runs in the place of those from {@code low} to {@code high}.
     */
    private void replace(int low, int high, int pieces) {
        int newCount = count - (high - low) + pieces;
        if (newCount > first.length) {
            first = Arrays.copyOf(first, newCount * 2);
            end = Arrays.copyOf(end, newCount * 2);
            age = Arrays.copyOf(age, newCount * 2);
        }
        int moved = count - high;
        System.arraycopy(first, high, first, low + pieces, moved);
        System.arraycopy(end, high, end, low + pieces, moved);
        System.arraycopy(age, high, age, low + pieces, moved);
        count = newCount;
    }

    private void set(int index, long newFirst, long newEnd, long newAge) {
        first[index] = newFirst;
        end[index] = newEnd;
        age[index] = newAge;
    }
}
