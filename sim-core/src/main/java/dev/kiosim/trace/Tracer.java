package dev.kiosim.trace;

/** Whoever listens to the tracepoints of a machine. */
@FunctionalInterface
public interface Tracer {
    /** Nobody listens. */
    Tracer NONE = (point, nowNanos, subject, a, b, c) -> {};

    /**
     * A fact at {@code nowNanos}; {@code subject} and the three numbers are as {@link Tracepoint}
     * says.
     */
    void report(Tracepoint point, long nowNanos, long subject, long a, long b, long c);
}
