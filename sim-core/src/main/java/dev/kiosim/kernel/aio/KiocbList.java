package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;

/**
 * Completed requests in the order of completion: a run on its way to a context, or events that wait
 * for room in a ring. Linked through the requests themselves, so that it needs no memory of its own
 * and a request is on one such list at most.
 */
final class KiocbList {
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
        if (last == null) {
            first = request;
        } else {
            last.next = request;
        }
        last = request;
        count++;
    }

    /** Takes off the first one; null if there is none. */
    @Nullable
    AioKiocb removeFirst() {
        AioKiocb request = first;
        if (request == null) {
            return null;
        }
        first = request.next;
        if (first == null) {
            last = null;
        }
        request.next = null;
        count--;
        return request;
    }
}
