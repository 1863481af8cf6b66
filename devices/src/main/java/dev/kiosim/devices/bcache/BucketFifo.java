package dev.kiosim.devices.bcache;

import java.util.function.IntConsumer;

/** A bounded list of bucket numbers, first in, first out. */
final class BucketFifo {
    /** What {@link #pop} returns if nothing is in the list. */
    static final int EMPTY = -1;

    private final int[] ring;
    private int head;
    private int count;

    BucketFifo(int capacity) {
        ring = new int[capacity];
    }

    /** Appends a bucket; false if there is no room. */
    boolean push(int bucket) {
        if (count == ring.length) {
            return false;
        }
        int tail = head + count++;
        ring[tail >= ring.length ? tail - ring.length : tail] = bucket;
        return true;
    }

    /** Takes the oldest, or {@link #EMPTY}. */
    int pop() {
        if (count == 0) {
            return EMPTY;
        }
        int bucket = ring[head];
        head = head + 1 == ring.length ? 0 : head + 1;
        count--;
        return bucket;
    }

    /** The {@code index}-th oldest. */
    int get(int index) {
        return ring[(head + index) % ring.length];
    }

    /** Visits them all, the oldest first. */
    void forEach(IntConsumer visitor) {
        for (int i = 0; i < count; i++) {
            visitor.accept(get(i));
        }
    }

    int capacity() {
        return ring.length;
    }

    int size() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == ring.length;
    }
}
