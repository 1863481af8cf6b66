package dev.kiosim.block;

import static dev.kiosim.engine.InvariantViolation.violated;

/**
 * The requests that one queue holds back while the plug is active: few, in the order in which they
 * came.
 */
final class PlugList {
    private final Request[] held;
    private int count;

    PlugList(int capacity) {
        held = new Request[capacity];
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == held.length;
    }

    Request get(int index) {
        return held[index];
    }

    Request last() {
        return held[count - 1];
    }

    void add(Request request) {
        if (isFull()) {
            throw violated("a plug list holds more than %d requests", held.length);
        }
        held[count++] = request;
    }

    /** Orders what is held by first sector; equals stay in the order in which they came. */
    void sortBySector() {
        for (int i = 1; i < count; i++) {
            Request moving = held[i];
            int at = i;
            while (at > 0 && held[at - 1].sector > moving.sector) {
                held[at] = held[at - 1];
                at--;
            }
            held[at] = moving;
        }
    }

    void clear() {
        count = 0;
    }
}
