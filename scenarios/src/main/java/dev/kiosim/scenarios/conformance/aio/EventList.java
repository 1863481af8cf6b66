package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.kernel.aio.IoEventView;
import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.List;

/** Events as recordings write them. */
final class EventList {
    private EventList() {}

    /** One event. */
    static Json.Obj event(Addresses names, IoEventView event) {
        return new Json.Obj()
                .put("data", Json.ofUnsigned(event.data()))
                .put("obj", Json.of(names.iocbName(event.obj())))
                .put("res", Json.of(event.res()))
                .put("res2", Json.of(event.res2()));
    }

    /** The first {@code count} events of an array at {@code address}. */
    static List<Json> read(AioReplay replay, long address, long count) {
        IoEventView view = new IoEventView();
        List<Json> events = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            view.wrap(replay.memory(), address + i * IoEventView.SIZE_BYTES);
            events.add(event(replay.names(), view));
        }
        return events;
    }

    /** Adds events, and the first and the last of them, to what was seen. */
    static Observation addTo(Observation seen, List<Json> events) {
        seen.with("events", new Json.Array(events));
        if (!events.isEmpty()) {
            seen.with("first_event", new Json.Array(events.subList(0, 1)));
            int last = events.size() - 1;
            seen.with("last_event", new Json.Array(events.subList(last, last + 1)));
        }
        return seen;
    }
}
