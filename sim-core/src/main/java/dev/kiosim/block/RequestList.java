package dev.kiosim.block;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;

/** A doubly linked list threaded through its requests; a request is in at most one such list. */
public final class RequestList {
    private @Nullable Request first;
    private @Nullable Request last;
    private int size;

    /** The first request, or null. */
    public @Nullable Request first() {
        return first;
    }

    /** The request after {@code request}, which is in this list, or null. */
    public @Nullable Request after(Request request) {
        return request.next;
    }

    /** Whether nothing is in it. */
    public boolean isEmpty() {
        return first == null;
    }

    /** How many requests are in it. */
    public int size() {
        return size;
    }

    /** Appends a request that is in no list. */
    public void addLast(Request request) {
        link(request);
        request.previous = last;
        if (last == null) {
            first = request;
        } else {
            last.next = request;
        }
        last = request;
    }

    /** Puts a request that is in no list before all others. */
    public void addFirst(Request request) {
        link(request);
        request.next = first;
        if (first == null) {
            last = request;
        } else {
            first.previous = request;
        }
        first = request;
    }

    /** Removes and returns the first request; null if there is none. */
    public @Nullable Request removeFirst() {
        Request request = first;
        if (request != null) {
            remove(request);
        }
        return request;
    }

    /** Removes a request that is in this list. */
    public void remove(Request request) {
        if (request.list != this) {
            throw violated("%s is not in the list it is removed from", request);
        }
        Request before = request.previous;
        Request after = request.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        request.list = null;
        request.next = null;
        request.previous = null;
        size--;
    }

    private void link(Request request) {
        if (request.list != null) {
            throw violated("%s put into a second list", request);
        }
        request.list = this;
        size++;
    }
}
