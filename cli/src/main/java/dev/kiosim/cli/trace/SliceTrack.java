package dev.kiosim.cli.trace;

import dev.kiosim.trace.TraceRecord;

/**
 * One line of slices: what begins on it ends on it, the inner before the outer, and times never go
 * back, whatever the records say. Viewers drop slices that break these rules.
 *
 * <p>An end may be known before it comes ({@link #endAt}); if the next thing comes earlier, as when
 * a task must give up its CPU before it has paid for its last call, the slice ends then.
 */
final class SliceTrack {
    private static final long NONE = -1;

    private final EventWriter events;
    private final int pid;
    private final long tid;
    private long lastNanos;
    private long pendingEndNanos = NONE;
    private int depth;

    SliceTrack(EventWriter events, int pid, long tid) {
        this.events = events;
        this.pid = pid;
        this.tid = tid;
    }

    /** Opens a slice at {@code nanos}, or when the last one has ended. */
    void begin(long nanos, String name) {
        open(nanos, name).end();
    }

    /** Opens a slice with the fields of a record. */
    void begin(long nanos, String name, TraceRecord at) {
        open(nanos, name).fields(at, 0).end();
    }

    private EventWriter open(long nanos, String name) {
        settle(nanos);
        depth++;
        return events.begin('B', pid, tid).at(advance(nanos)).name(name);
    }

    /** The innermost slice ends at {@code nanos}, which may lie ahead. */
    void endAt(long nanos) {
        settle(nanos);
        if (depth > 0) {
            pendingEndNanos = Math.max(nanos, lastNanos);
        }
    }

    /** The innermost slice ends now. */
    void end(long nanos) {
        settle(nanos);
        close(nanos);
    }

    /** All slices but the outermost {@code kept} end now. */
    void endAllBut(int kept, long nanos) {
        settle(nanos);
        while (depth > kept) {
            close(nanos);
        }
    }

    private void close(long nanos) {
        if (depth > 0) {
            depth--;
            events.begin('E', pid, tid).at(advance(nanos)).end();
        }
    }

    private void settle(long nanos) {
        if (pendingEndNanos != NONE) {
            long endNanos = Math.min(pendingEndNanos, Math.max(nanos, lastNanos));
            pendingEndNanos = NONE;
            close(endNanos);
        }
    }

    private long advance(long nanos) {
        lastNanos = Math.max(lastNanos, nanos);
        return lastNanos;
    }

    /** Whether a slice is open, its end known or not. */
    boolean isOpen() {
        return depth > 0;
    }

    /** How many slices are open, one whose end is known included. */
    int depth() {
        return depth;
    }

    /** The end that is known already, or the time of the last event. */
    long latestNanos() {
        return Math.max(lastNanos, pendingEndNanos);
    }

    /** Something that happened: a mark on this line. */
    void instant(TraceRecord at) {
        passEnds(at.nanos());
        events.begin('i', pid, tid).at(advance(at.nanos())).name(at.point().label());
        events.category(at.point().layer().name()).word("s", "t").fields(at, 0).end();
    }

    /** A point of an arrow; it belongs to the slice that is open. */
    void flow(char ph, long nanos, long id) {
        passEnds(nanos);
        if (!isOpen()) {
            begin(nanos, "completion");
            endAt(nanos);
        }
        events.begin(ph, pid, tid)
                .at(advance(nanos))
                .name("request")
                .category("flow")
                .id(id);
        if (ph == 'f') {
            events.word("bp", "e");
        }
        events.end();
    }

    /** A slice whose end is known and has passed is over; one that ends now is still there. */
    private void passEnds(long nanos) {
        if (pendingEndNanos < nanos) {
            settle(nanos);
        }
    }
}
