package dev.kiosim.trace;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.List;

/**
 * What is traced, and where it goes; checked when built.
 *
 * @param mode when records leave the buffers
 * @param bufferBytes data area of each CPU's buffer, a power of two from 4 KiB to 1 GiB
 * @param events names of layers and tracepoints; all if empty
 */
public record TraceConfig(Mode mode, int bufferBytes, List<String> events) {
    /** Least size of a buffer. */
    public static final int BUFFER_BYTES_MIN = 4 << 10;
    /** Greatest size of a buffer. */
    public static final int BUFFER_BYTES_MAX = 1 << 30;

    /** When records leave the buffers. */
    public enum Mode {
        /**
         * A reader takes them while the run goes on, before a buffer is full; without a reader
         * nothing is traced.
         */
        STREAM,
        /** Nobody takes them before the end: the newest are kept, the others counted as lost. */
        FLIGHT_RECORDER
    }

    public TraceConfig {
        events = List.copyOf(events);
        if (!isBufferSize(bufferBytes)) {
            throw violated("a trace buffer of %d bytes", bufferBytes);
        }
    }

    /** Whether a buffer can have that size. */
    public static boolean isBufferSize(long bytes) {
        return Long.bitCount(bytes) == 1 && bytes >= BUFFER_BYTES_MIN && bytes <= BUFFER_BYTES_MAX;
    }
}
