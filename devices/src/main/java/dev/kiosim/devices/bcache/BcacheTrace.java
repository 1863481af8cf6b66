package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;

/** Passes tracepoints on, if somebody listens. */
final class BcacheTrace {
    private final Engine engine;
    private @Nullable BcacheListener listener;

    BcacheTrace(Engine engine) {
        this.engine = engine;
    }

    void listen(@Nullable BcacheListener newListener) {
        listener = newListener;
    }

    void report(BcacheEvent event, long a, long b, long c, long d) {
        if (listener != null) {
            listener.event(event, engine.nowNanos(), a, b, c, d);
        }
    }
}
