package dev.kiosim.block;

import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.Tracer;

/**
 * What is below a {@link RequestQueue}: a model that serves requests and knows nothing of bios,
 * plugs or fairness.
 *
 * <p>A drive ends each request exactly once, by {@link Request#endIn} or by firing it from an event
 * of its own, and never from within {@link #start}.
 */
public interface Drive {
    /** Size in 512-byte sectors. */
    long sectorCount();

    /** Least unit of direct IO, bytes. */
    int logicalBlockBytes();

    /** How many requests it takes at once; at least 1. */
    int queueDepth();

    /** Takes a request; at most {@link #queueDepth} are with it at any time. */
    void start(Request request);

    /**
     * Whether writes are acknowledged before they are durable, so that FLUSH and FUA have a
     * meaning.
     */
    boolean hasVolatileCache();

    /** Whether it knows FUA by itself; if not, the queue sends a flush after the data. */
    boolean supportsFua();

    /** Whether it knows DISCARD. */
    boolean supportsDiscard();

    /** Version stamps of its sectors; null if this run does not track data. */
    @Nullable
    DriveContent content();

    /**
     * Says, before the first request, where its tracepoints go, and the number of its device; a
     * drive that has none of its own does nothing.
     */
    default void traceTo(Tracer tracer, int deviceNumber) {}

    /** Reports the drive's own counters. */
    void stats(StatSink sink);

    /** Walks all structures and throws if they contradict each other. */
    default void checkInvariants() {}
}
