package dev.kiosim.devices.bcache;

/** Whoever listens to the tracepoints of a bcache device: conformance tests, lessons. */
@FunctionalInterface
public interface BcacheListener {
    /**
     * Something happened at {@code nowNanos}; what the four numbers are stands at {@code event}.
     */
    void event(BcacheEvent event, long nowNanos, long a, long b, long c, long d);
}
