package dev.kiosim.devices.bcache;

import java.util.Arrays;

/** Keys on their way into the index, in order; struct keylist. The arrays grow once and stay. */
final class KeyList {
    private long[] ends = new long[16];
    private long[] values = new long[16];
    private int first;
    private int count;
    private int words;

    boolean isEmpty() {
        return first == count;
    }

    /** Keys that are still in the list. */
    int size() {
        return count - first;
    }

    /** Length of what is in the list, in 8-byte words. */
    int words() {
        return words;
    }

    void add(long end, long value) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        ends[count] = end;
        values[count++] = value;
        words += Bkey.words(value);
    }

    void addAll(KeyList others) {
        for (int i = 0; i < others.size(); i++) {
            add(others.end(i), others.value(i));
        }
    }

    long end(int index) {
        return ends[first + index];
    }

    long value(int index) {
        return values[first + index];
    }

    long firstStart() {
        return ends[first] - Bkey.size(values[first]);
    }

    void removeFirst() {
        words -= Bkey.words(values[first++]);
        if (first == count) {
            clear();
        }
    }

    /** Replaces the value of key {@code index}; its end stays. */
    void setValue(int index, long value) {
        words += Bkey.words(value) - Bkey.words(values[first + index]);
        values[first + index] = value;
    }

    void clear() {
        first = 0;
        count = 0;
        words = 0;
    }
}
