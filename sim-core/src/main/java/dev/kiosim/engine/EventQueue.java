package dev.kiosim.engine;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * The bare priority queue: entries of (due time, tag), least first, ordered by due time and then by
 * tag. Tags are unique and grow with each entry, so that equal times leave in FIFO order.
 *
 * <p>An implicit 4-ary heap in one {@code long[]}, two longs an entry; places in it are offsets
 * into that array. Two unused entries come first, so that (behind the array's header) four siblings
 * tend to lie in one 64-byte line.
 *
 * <p>An event that fires usually schedules another. So a removal leaves the root vacant, and an
 * entry that is added next sinks from there: one walk through the heap instead of three. Only if
 * somebody looks at the queue before that is the last entry moved up. While the root is vacant, its
 * old content is meaningless and {@link #end} still counts it.
 */
public final class EventQueue {
    private static final int ENTRY = 2;
    private static final int ROOT = 2 * ENTRY;
    private static final int INITIAL_ENTRIES = 64;

    private long[] heap = new long[ROOT + ENTRY * INITIAL_ENTRIES];
    private int end = ROOT;
    private boolean rootVacant;

    /** How many entries wait. */
    public int size() {
        int entries = (end - ROOT) / ENTRY;
        return rootVacant ? entries - 1 : entries;
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        fillRoot();
        return end == ROOT;
    }

    /** Due time of the least entry; the queue must not be empty. */
    public long firstDueNanos() {
        fillRoot();
        return heap[ROOT];
    }

    /** Tag of the least entry; the queue must not be empty. */
    public long firstTag() {
        fillRoot();
        return heap[ROOT + 1];
    }

    /**
     * Adds an entry.
     *
     * @param dueNanos 0 or more
     * @param tag 0 or more, unlike that of any entry that waits
     */
    public void add(long dueNanos, long tag) {
        if (rootVacant) {
            rootVacant = false;
            sink(dueNanos, tag);
        } else {
            append(dueNanos, tag);
        }
    }

    /** Removes the least entry and returns its tag. */
    public long removeFirst() {
        fillRoot();
        if (end == ROOT) {
            throw violated("removal from an empty event queue");
        }
        rootVacant = true;
        return heap[ROOT + 1];
    }

    /** Keeps only the entries whose tag is wanted; the order of those that stay is unchanged. */
    public void retain(LongPredicate wanted) {
        fillRoot();
        long[] old = Arrays.copyOf(heap, end);
        end = ROOT;
        for (int at = ROOT; at < old.length; at += ENTRY) {
            if (wanted.test(old[at + 1])) {
                append(old[at], old[at + 1]);
            }
        }
    }

    private void fillRoot() {
        if (rootVacant) {
            rootVacant = false;
            end -= ENTRY;
            if (end > ROOT) {
                sink(heap[end], heap[end + 1]);
            }
        }
    }

    private void append(long due, long tag) {
        if (end == heap.length) {
            heap = Arrays.copyOf(heap, heap.length * 2);
        }
        int at = end;
        end += ENTRY;
        climb(at, due, tag);
    }

    /** Lets an entry rise from the free place {@code from}. */
    private void climb(int from, long due, long tag) {
        long[] h = heap;
        int at = from;
        while (at > ROOT) {
            int parent = ROOT + ((at - ROOT - ENTRY) >> 3) * ENTRY;
            long parentDue = h[parent];
            long parentTag = h[parent + 1];
            if (parentDue < due || (parentDue == due && parentTag < tag)) {
                break;
            }
            h[at] = parentDue;
            h[at + 1] = parentTag;
            at = parent;
        }
        h[at] = due;
        h[at + 1] = tag;
    }

    /** Lets an entry sink from the root, which is free. */
    private void sink(long due, long tag) {
        long[] h = heap;
        int behind = end;
        int at = ROOT;
        int child = ROOT + ENTRY;
        while (child < behind) {
            int least =
                    child + 3 * ENTRY < behind ? leastOfFour(h, child) : leastOf(h, child, behind);
            long leastDue = h[least];
            long leastTag = h[least + 1];
            if (due < leastDue || (due == leastDue && tag < leastTag)) {
                break;
            }
            h[at] = leastDue;
            h[at + 1] = leastTag;
            at = least;
            child = 4 * (at - ROOT) + ROOT + ENTRY;
        }
        h[at] = due;
        h[at + 1] = tag;
    }

    /**
     * The place of the least of the four entries from {@code child} on: a tournament without
     * branches on the data, by the signs of differences. Times are not negative, so none overflows.
     */
    private static int leastOfFour(long[] h, int child) {
        long first = h[child];
        long third = h[child + 2 * ENTRY];
        long left = h[child + ENTRY] - first;
        long right = h[child + 3 * ENTRY] - third;
        long secondWins = left >> 63; // all bits set, or none
        long fourthWins = right >> 63;
        long across = third + (right & fourthWins) - first - (left & secondWins);
        if (left == 0 || right == 0 || across == 0) { // rare, so well predicted
            return leastOf(h, child, child + 4 * ENTRY);
        }
        long leftWinner = -secondWins;
        long rightWinner = 2 - fourthWins;
        long winner = leftWinner + (rightWinner - leftWinner & across >> 63);
        return child + (int) winner * ENTRY;
    }

    private static int leastOf(long[] h, int child, int behind) {
        int least = child;
        for (int at = child + ENTRY; at < behind; at += ENTRY) {
            if (h[at] < h[least] || (h[at] == h[least] && h[at + 1] < h[least + 1])) {
                least = at;
            }
        }
        return least;
    }
}
