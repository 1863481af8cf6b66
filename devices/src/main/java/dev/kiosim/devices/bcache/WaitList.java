package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import java.util.ArrayDeque;

/** Steps that wait for one condition; all are woken together, in the order in which they came. */
final class WaitList {
    private final Engine engine;
    private final ArrayDeque<Event> waiting = new ArrayDeque<>();

    WaitList(Engine engine) {
        this.engine = engine;
    }

    void add(Event step) {
        waiting.add(step);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    /** Every step that waits is taken up again in this same instant. */
    void wakeAll() {
        wakeAll(0);
    }

    /** Every step that waits is taken up again in {@code delayNanos}. */
    void wakeAll(long delayNanos) {
        while (!waiting.isEmpty()) {
            engine.schedule(delayNanos, waiting.remove());
        }
    }
}
