package dev.kiosim.trace;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.ring.ByteRing;
import java.util.Arrays;
import java.util.List;

/**
 * Where the tracepoints of a machine write: a buffer for each CPU. Whoever reports asks
 * {@link #isOn} first, so that a run without tracing pays one branch.
 */
public final class Tracer {
    /** Most fields of a record. */
    public static final int FIELDS_MAX = 7;

    /** Nothing is traced. */
    public static final Tracer NONE = new Tracer();

    private static final TraceContext NOBODY = new TraceContext() {
        @Override
        public int cpu() {
            return 0;
        }

        @Override
        public int task() {
            return 0;
        }
    };

    private final boolean isOn;
    private final @Nullable Engine engine;
    private final int bufferBytes;
    private final TraceReader reader;
    private final boolean isStreaming;
    private final boolean[] wanted;
    private final int[] fieldCounts;
    private final long[] hits;
    private final TraceRecord view;
    private TraceBuffer[] buffers = new TraceBuffer[1];
    private TraceContext context = NOBODY;
    private long written;

    private Tracer() {
        isOn = false;
        engine = null;
        bufferBytes = 0;
        reader = TraceReader.NONE;
        isStreaming = false;
        wanted = new boolean[0];
        fieldCounts = new int[0];
        hits = new long[0];
        view = new TraceRecord(new TraceTable(List.of()));
    }

    /** A tracer that is on; {@code reader} gets the records, sooner or later, as the mode says. */
    public Tracer(Engine engine, TraceTable table, TraceConfig config, TraceReader reader) {
        isOn = true;
        this.engine = engine;
        this.reader = reader;
        bufferBytes = config.bufferBytes();
        isStreaming = config.mode() == TraceConfig.Mode.STREAM;
        wanted = table.wanted(config.events());
        fieldCounts = new int[TraceTable.CODES];
        hits = new long[TraceTable.CODES];
        view = new TraceRecord(table);
        for (Tracepoint point : table.points()) {
            fieldCounts[point.code()] = point.fields().size();
        }
    }

    /** Whether anything is traced at all. */
    public boolean isOn() {
        return isOn;
    }

    /** From now on {@code newContext} says whose code runs. */
    public void runsIn(TraceContext newContext) {
        if (isOn) {
            context = newContext;
        }
    }

    // Writing

    /** Reports {@code point}, which has no fields. */
    public void report(Tracepoint point) {
        report(point, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Reports {@code point}; its row says what the number is. */
    public void report(Tracepoint point, long a) {
        report(point, a, 0, 0, 0, 0, 0, 0);
    }

    /** Reports {@code point}; its row says what the numbers are. */
    public void report(Tracepoint point, long a, long b) {
        report(point, a, b, 0, 0, 0, 0, 0);
    }

    /** Reports {@code point}; its row says what the numbers are. */
    public void report(Tracepoint point, long a, long b, long c) {
        report(point, a, b, c, 0, 0, 0, 0);
    }

    /** Reports {@code point}; its row says what the numbers are. */
    public void report(Tracepoint point, long a, long b, long c, long d) {
        report(point, a, b, c, d, 0, 0, 0);
    }

    /** Reports {@code point}; its row says what the numbers are. */
    public void report(Tracepoint point, long a, long b, long c, long d, long e) {
        report(point, a, b, c, d, e, 0, 0);
    }

    /** Reports {@code point}; its row says what the numbers are. */
    public void report(Tracepoint point, long a, long b, long c, long d, long e, long f) {
        report(point, a, b, c, d, e, f, 0);
    }

    /** Reports {@code point}; what is beyond the fields of its row is left out. */
    public void report(Tracepoint point, long a, long b, long c, long d, long e, long f, long g) {
        if (!isOn || !wanted[point.code()]) {
            return;
        }
        TraceBuffer buffer = begin(point);
        ByteRing ring = buffer.ring();
        int at = ring.recordStart() + TraceRecord.HEADER_BYTES;
        int fields = fieldCounts[point.code()];
        for (int i = 0; i < fields; i++) {
            ring.putLong(
                    at + i * Long.BYTES,
                    switch (i) {
                        case 0 -> a;
                        case 1 -> b;
                        case 2 -> c;
                        case 3 -> d;
                        case 4 -> e;
                        case 5 -> f;
                        default -> g;
                    });
        }
        ring.publish();
        if (isStreaming && buffer.isHigh()) {
            drain();
        }
    }

    private TraceBuffer begin(Tracepoint point) {
        int code = point.code();
        int cpu = context.cpu();
        TraceBuffer buffer = bufferOf(cpu);
        int bytes = TraceRecord.HEADER_BYTES + fieldCounts[code] * Long.BYTES;
        int at = buffer.reserve(bytes);
        TraceRecord.putHeader(
                buffer.ring(), at, bytes, nowNanos(), context.task(), code, written++);
        hits[code]++;
        return buffer;
    }

    private long nowNanos() {
        if (engine == null) {
            throw violated("a record of a tracer that is off");
        }
        return engine.nowNanos();
    }

    private TraceBuffer bufferOf(int cpu) {
        if (cpu >= buffers.length) {
            buffers = Arrays.copyOf(buffers, Math.max(cpu + 1, buffers.length * 2));
        }
        TraceBuffer buffer = buffers[cpu];
        if (buffer == null) {
            buffer = new TraceBuffer(cpu, bufferBytes);
            buffers[cpu] = buffer;
        }
        return buffer;
    }

    // Reading

    /** Gives all records in the buffers to the reader, the oldest of all CPUs first. */
    public void drain() {
        if (reader == TraceReader.NONE) {
            return;
        }
        for (TraceBuffer oldest = oldest(); oldest != null; oldest = oldest()) {
            reader.read(oldest.first(view));
            oldest.dropFirst();
        }
    }

    private @Nullable TraceBuffer oldest() {
        TraceBuffer oldest = null;
        long least = Long.MAX_VALUE;
        for (TraceBuffer buffer : buffers) {
            if (buffer != null && buffer.firstSequence() < least) {
                least = buffer.firstSequence();
                oldest = buffer;
            }
        }
        return oldest;
    }

    /** Records written so far. */
    public long written() {
        return written;
    }

    /** Records that were overwritten before anybody read them. */
    public long lost() {
        long lost = 0;
        for (TraceBuffer buffer : buffers) {
            lost += buffer == null ? 0 : buffer.lost();
        }
        return lost;
    }

    /** How often {@code point} was reported, lost records included. */
    public long hits(Tracepoint point) {
        return isOn ? hits[point.code()] : 0;
    }
}
