package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;

/**
 * Completed requests whose events found no room in the ring, in the order of completion: linked
 * through the requests themselves, so that it needs no memory of its own.
 */
final class OverflowList {
    private @Nullable AioKiocb first;
    private @Nullable AioKiocb last;
    private int count;

    boolean isEmpty() {
        return first == null;
    }

    int count() {
        return count;
    }

    /** The one that completed first, or null. */
    @Nullable
    AioKiocb first() {
        return first;
    }

    void addLast(AioKiocb request) {
        request.overflowed = true;
        if (last == null) {
            first = request;
        } else {
            last.next = request;
        }
        last = request;
        count++;
    }

    /** Takes off the first one; nothing happens if there is none. */
    void removeFirst() {
        AioKiocb request = first;
        if (request == null) {
            return;
        }
        first = request.next;
        if (first == null) {
            last = null;
        }
        request.next = null;
        request.overflowed = false;
        count--;
    }
}
