package dev.kiosim.engine;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * The bare priority queue: entries of (due time, tag), least first, ordered by due time and then by
 * tag. Tags are unique and grow with each entry, so that equal times leave in FIFO order.
 *
 * <p>An implicit 4-ary heap in one {@code long[]}, two longs an entry. The first two entries of the
 * array are padding, so that (behind the array's 16-byte header) four siblings lie in one 64-byte
 * line. Removal sinks the hole to a leaf first, with sign arithmetic instead of branches to find
 * the least child, and then lets the last entry climb: the last entry nearly always belongs near
 * the bottom.
 */
public final class EventQueue {
    private static final int PAD = 2;
    private static final int ARITY_SHIFT = 2;
    private static final int INITIAL_ENTRIES = 64;

    private long[] heap = new long[2 * (PAD + INITIAL_ENTRIES)];
    private int size;

    /** How many entries wait. */
    public int size() {
        return size;
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Due time of the least entry; the queue must not be empty. */
    public long firstDueNanos() {
        return heap[2 * PAD];
    }

    /** Tag of the least entry; the queue must not be empty. */
    public long firstTag() {
        return heap[2 * PAD + 1];
    }

    /**
     * Adds an entry.
     *
     * @param dueNanos 0 or more
     * @param tag 0 or more, unlike that of any entry that waits
     */
    public void add(long dueNanos, long tag) {
        if (2 * (PAD + size) == heap.length) {
            heap = Arrays.copyOf(heap, heap.length * 2);
        }
        climb(size++, dueNanos, tag);
    }

    /** Removes the least entry and returns its tag. */
    public long removeFirst() {
        if (size == 0) {
            throw violated("removal from an empty event queue");
        }
        long first = heap[2 * PAD + 1];
        int last = --size;
        if (last > 0) {
            int end = 2 * (PAD + last);
            long due = heap[end];
            long tag = heap[end + 1];
            climb(sinkHole(last), due, tag);
        }
        return first;
    }

    /** Keeps only the entries whose tag is wanted; the order of those that stay is unchanged. */
    public void retain(LongPredicate wanted) {
        int kept = 0;
        int before = size;
        long[] old = heap.clone();
        for (int i = 0; i < before; i++) {
            long due = old[2 * (PAD + i)];
            long tag = old[2 * (PAD + i) + 1];
            if (wanted.test(tag)) {
                climb(kept++, due, tag);
            }
        }
        size = kept;
    }

    /**
     * Moves a hole from the root down to a leaf of a heap of {@code count} entries; returns where
     * it ends.
     */
    private int sinkHole(int count) {
        long[] h = heap;
        int hole = 0;
        int child = 1;
        while (child + 3 < count) {
            int least = leastOfFour(h, child);
            move(h, least, hole);
            hole = least;
            child = (hole << ARITY_SHIFT) + 1;
        }
        if (child < count) {
            int least = child;
            for (int i = child + 1; i < count; i++) {
                least = less(h, i, least) != 0 ? i : least;
            }
            move(h, least, hole);
            hole = least;
        }
        return hole;
    }

    private void climb(int from, long due, long tag) {
        long[] h = heap;
        int i = from;
        while (i > 0) {
            int parent = (i - 1) >> ARITY_SHIFT;
            int p = 2 * (PAD + parent);
            long parentDue = h[p];
            if (due > parentDue || (due == parentDue && tag > h[p + 1])) {
                break;
            }
            move(h, parent, i);
            i = parent;
        }
        h[2 * (PAD + i)] = due;
        h[2 * (PAD + i) + 1] = tag;
    }

    private static int leastOfFour(long[] h, int child) {
        int a = child + less(h, child + 1, child);
        int b = child + 2 + less(h, child + 3, child + 2);
        return a + (b - a) * less(h, b, a);
    }

    /**
     * 1 if entry {@code i} is less than entry {@code j}, else 0. Times are not negative, so no
     * overflow.
     */
    private static int less(long[] h, int i, int j) {
        long difference = h[2 * (PAD + i)] - h[2 * (PAD + j)];
        if (difference == 0) { // rare, so well predicted
            difference = h[2 * (PAD + i) + 1] - h[2 * (PAD + j) + 1];
        }
        return (int) (difference >>> 63);
    }

    private static void move(long[] h, int from, int to) {
        h[2 * (PAD + to)] = h[2 * (PAD + from)];
        h[2 * (PAD + to) + 1] = h[2 * (PAD + from) + 1];
    }
}
