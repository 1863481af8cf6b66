package dev.kiosim.devices.bcache;

import java.util.Arrays;

/**
 * The keys of a leaf, sorted by end, in primitive arrays: a directory of chunks of up to 32 keys,
 * so that finding takes two short binary searches and inserting moves few words. Extents do not
 * overlap.
 *
 * <p>A key of size 0 is a husk: what an overwritten key leaves behind in the leaf's unwritten set.
 * It covers nothing, but keeps its neighbours there from merging. A husk stands behind the key that
 * ends at the same sector.
 */
final class LeafKeys {
    private static final int CHUNK = 32;

    private long[][] ends = {new long[CHUNK]};
    private long[][] values = {new long[CHUNK]};
    private int[] counts = new int[1];
    private long[] lastEnds = new long[1];
    private boolean[] unsorted = new boolean[1]; // chunks with keys of the last set
    private int chunkCount = 1;
    private int size;
    private int chunkInUse;

    /**
     * A place among the keys of a leaf; any change of the leaf but through this cursor makes it
     * void.
     */
    static final class Cursor {
        private LeafKeys keys = new LeafKeys();
        private int chunk;
        private int index;

        /** Points to the first key of {@code leaf} that ends after {@code position}. */
        void seek(LeafKeys leaf, long position) {
            keys = leaf;
            chunk = leaf.chunkAbove(position);
            index = chunk == leaf.chunkCount
                    ? 0
                    : firstAbove(leaf.ends[chunk], leaf.counts[chunk], position);
        }

        /** Whether it points to a key; not so behind the last. */
        boolean isValid() {
            return chunk < keys.chunkCount && index < keys.counts[chunk];
        }

        long end() {
            return keys.ends[chunk][index];
        }

        long value() {
            return keys.values[chunk][index];
        }

        long start() {
            return end() - Bkey.size(value());
        }

        void next() {
            if (++index == keys.counts[chunk]) {
                chunk++;
                index = 0;
            }
        }

        /**
         * From the first key of a chunk without keys of the leaf's last set to its last: those
         * between have nothing that a sort would change.
         */
        void skipSorted() {
            if (index == 0 && !keys.unsorted[chunk]) {
                index = keys.counts[chunk] - 1;
            }
        }

        /** Steps back; false, and nothing moves, if this is the first key. */
        boolean previous() {
            if (index > 0) {
                index--;
            } else if (chunk > 0) {
                index = keys.counts[--chunk] - 1;
            } else {
                return false;
            }
            return true;
        }

        void setValue(long value) {
            keys.values[chunk][index] = value;
        }

        /** Moves the end of the key; the order of keys must stay. */
        void setEnd(long end) {
            keys.ends[chunk][index] = end;
            if (index == keys.counts[chunk] - 1) {
                keys.lastEnds[chunk] = end;
            }
        }

        /** Removes the key; the cursor then points to the one behind it. */
        void remove() {
            keys.remove(chunk, index);
            if (chunk < keys.chunkCount && index == keys.counts[chunk]) {
                chunk++;
                index = 0;
            }
        }
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * Inserts a key in its order: before a husk at its end, a husk behind the key that ends there.
     */
    void insert(long end, long value) {
        long before = Bkey.size(value) == 0 ? end : end - 1;
        int chunk = Math.min(chunkAbove(before), chunkCount - 1);
        if (counts[chunk] == CHUNK) {
            splitChunk(chunk);
            chunk = Math.min(chunkAbove(before), chunkCount - 1);
        }
        int count = counts[chunk];
        long[] chunkEnds = ends[chunk];
        long[] chunkValues = values[chunk];
        int index = firstAbove(chunkEnds, count, before);
        System.arraycopy(chunkEnds, index, chunkEnds, index + 1, count - index);
        System.arraycopy(chunkValues, index, chunkValues, index + 1, count - index);
        chunkEnds[index] = end;
        chunkValues[index] = value;
        counts[chunk] = count + 1;
        lastEnds[chunk] = chunkEnds[count];
        unsorted[chunk] |= Bkey.has(value, Bkey.UNWRITTEN);
        size++;
    }

    /** Appends a key behind all others, filling each chunk by three quarters. */
    void append(long end, long value) {
        int chunk = chunkCount - 1;
        if (counts[chunk] >= CHUNK * 3 / 4) {
            insertChunk(chunkCount);
            chunk++;
        }
        ends[chunk][counts[chunk]] = end;
        values[chunk][counts[chunk]++] = value;
        lastEnds[chunk] = end;
        unsorted[chunk] |= Bkey.has(value, Bkey.UNWRITTEN);
        size++;
    }

    /** The last set has joined the others. */
    void markSorted() {
        Arrays.fill(unsorted, 0, chunkCount, false);
    }

    /** Drops all keys. */
    void clear() {
        chunkCount = 1;
        counts[0] = 0;
        lastEnds[0] = 0;
        unsorted[0] = false;
        size = 0;
    }

    /**
     * The chunk with the first key that ends after {@code position}. Mostly it is the one that was
     * asked for last: an insertion looks several times at the same place.
     */
    private int chunkAbove(long position) {
        int last = chunkInUse;
        if (last < chunkCount
                && lastEnds[last] > position
                && (last == 0 || lastEnds[last - 1] <= position)) {
            return last;
        }
        chunkInUse = firstAbove(lastEnds, chunkCount, position);
        return chunkInUse;
    }

    /**
     * Index of the first number above {@code position}; {@code count} if there is none. Without
     * branches on the data, which nobody could foresee: the sign of a difference says whether the
     * lower half is skipped.
     */
    private static int firstAbove(long[] sorted, int count, long position) {
        if (count == 0) {
            return 0;
        }
        int low = 0;
        int left = count;
        while (left > 1) {
            int half = left >>> 1;
            long sign = sorted[low + half - 1] - position - 1 >> Long.SIZE - 1;
            low += half & (int) sign;
            left -= half;
        }
        return low + (int) (sorted[low] - position - 1 >>> Long.SIZE - 1);
    }

    private void splitChunk(int chunk) {
        insertChunk(chunk + 1);
        int half = CHUNK / 2;
        System.arraycopy(ends[chunk], half, ends[chunk + 1], 0, CHUNK - half);
        System.arraycopy(values[chunk], half, values[chunk + 1], 0, CHUNK - half);
        counts[chunk] = half;
        counts[chunk + 1] = CHUNK - half;
        unsorted[chunk + 1] = unsorted[chunk];
        lastEnds[chunk + 1] = lastEnds[chunk];
        lastEnds[chunk] = ends[chunk][half - 1];
    }

    private void insertChunk(int chunk) {
        if (chunkCount == counts.length) {
            int capacity = chunkCount * 2;
            ends = Arrays.copyOf(ends, capacity);
            values = Arrays.copyOf(values, capacity);
            counts = Arrays.copyOf(counts, capacity);
            lastEnds = Arrays.copyOf(lastEnds, capacity);
            unsorted = Arrays.copyOf(unsorted, capacity);
        }
        long[] spareEnds = ends[chunkCount];
        long[] spareValues = values[chunkCount];
        int moved = chunkCount - chunk;
        System.arraycopy(ends, chunk, ends, chunk + 1, moved);
        System.arraycopy(values, chunk, values, chunk + 1, moved);
        System.arraycopy(counts, chunk, counts, chunk + 1, moved);
        System.arraycopy(lastEnds, chunk, lastEnds, chunk + 1, moved);
        System.arraycopy(unsorted, chunk, unsorted, chunk + 1, moved);
        unsorted[chunk] = false;
        ends[chunk] = spareEnds == null ? new long[CHUNK] : spareEnds;
        values[chunk] = spareValues == null ? new long[CHUNK] : spareValues;
        counts[chunk] = 0;
        chunkCount++;
    }

    private void remove(int chunk, int index) {
        int count = --counts[chunk];
        System.arraycopy(ends[chunk], index + 1, ends[chunk], index, count - index);
        System.arraycopy(values[chunk], index + 1, values[chunk], index, count - index);
        size--;
        if (count > 0) {
            lastEnds[chunk] = ends[chunk][count - 1];
        } else if (chunkCount > 1) {
            removeChunk(chunk);
        }
    }

    private void removeChunk(int chunk) {
        long[] spareEnds = ends[chunk];
        long[] spareValues = values[chunk];
        int moved = --chunkCount - chunk;
        System.arraycopy(ends, chunk + 1, ends, chunk, moved);
        System.arraycopy(values, chunk + 1, values, chunk, moved);
        System.arraycopy(counts, chunk + 1, counts, chunk, moved);
        System.arraycopy(lastEnds, chunk + 1, lastEnds, chunk, moved);
        System.arraycopy(unsorted, chunk + 1, unsorted, chunk, moved);
        ends[chunkCount] = spareEnds;
        values[chunkCount] = spareValues;
    }
}
