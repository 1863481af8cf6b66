package dev.kiosim.cli.trace;

import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.TraceRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Spans that belong to no line, since many overlap: a request from its beginning to its end, and
 * within it the phase that it is in. Both are matched by category and id.
 */
final class AsyncSpans {
    private final EventWriter events;
    private final String category;
    private final Map<Long, Span> open = new LinkedHashMap<>();

    /** A request under way. */
    private static final class Span {
        private final int pid;
        private final String name;
        private @Nullable String phase;

        Span(int pid, String name) {
            this.pid = pid;
            this.name = name;
        }
    }

    AsyncSpans(EventWriter events, String category) {
        this.events = events;
        this.category = category;
    }

    /** Request {@code id} begins; one of the same id that is still open ends before. */
    void begin(long id, int pid, long nanos, String name, TraceRecord at) {
        end(id, nanos);
        Span span = new Span(pid, name);
        open.put(id, span);
        write('b', id, span, nanos, name).fields(at, 0).end();
    }

    /** Whether request {@code id} has begun. */
    boolean isOpen(long id) {
        return open.containsKey(id);
    }

    /** Request {@code id} enters another phase. */
    void phase(long id, long nanos, String phase) {
        Span span = open.get(id);
        if (span != null) {
            endPhase(id, span, nanos);
            span.phase = phase;
            write('b', id, span, nanos, phase).end();
        }
    }

    /** Something happened to request {@code id}. */
    void instant(long id, TraceRecord at) {
        Span span = open.get(id);
        if (span != null) {
            write('n', id, span, at.nanos(), at.point().label()).fields(at, 0).end();
        }
    }

    /** Request {@code id} ends, and the phase it is in. */
    void end(long id, long nanos) {
        Span span = open.remove(id);
        if (span != null) {
            endPhase(id, span, nanos);
            write('e', id, span, nanos, span.name).end();
        }
    }

    private void endPhase(long id, Span span, long nanos) {
        String phase = span.phase;
        if (phase != null) {
            write('e', id, span, nanos, phase).end();
            span.phase = null;
        }
    }

    private EventWriter write(char ph, long id, Span span, long nanos, String name) {
        return events.begin(ph, span.pid, 0)
                .at(nanos)
                .name(name)
                .category(category)
                .id(id);
    }

    /** Ends all that are open at the end of the trace. */
    void closeAll(long nanos) {
        for (Long id : open.keySet().toArray(new Long[0])) {
            end(id, nanos);
        }
    }
}
