package dev.kiosim.trace;

import dev.kiosim.engine.Engine;
import java.util.ArrayList;
import java.util.List;

/** A tracer whose records a test can look at. */
public final class CollectedTrace implements TraceReader {
    private final List<Seen> records = new ArrayList<>();
    private final Tracer tracer;

    /** One record, copied. */
    public record Seen(
            long nanos, int cpu, int task, long sequence, Tracepoint point, List<Long> fields) {}

    private CollectedTrace(Engine engine, TraceConfig config) {
        tracer = new Tracer(
                engine, new TraceTable(List.of(KernelTracepoint.values())), config, this);
    }

    /** A tracer of all that the kernel reports, which loses nothing. */
    public static CollectedTrace of(Engine engine) {
        return with(engine, new TraceConfig(TraceConfig.Mode.STREAM, 64 << 10, List.of()));
    }

    /** A tracer as {@code config} says. */
    public static CollectedTrace with(Engine engine, TraceConfig config) {
        return new CollectedTrace(engine, config);
    }

    /** The tracer. */
    public Tracer tracer() {
        return tracer;
    }

    /** All records so far; the buffers are empty afterwards. */
    public List<Seen> records() {
        tracer.drain();
        return records;
    }

    /** What was read so far, the buffers left alone. */
    public List<Seen> read() {
        return records;
    }

    @Override
    public void begin(TraceNames names) {}

    @Override
    public void read(TraceRecord at) {
        List<Long> fields = new ArrayList<>();
        for (int i = 0; i < at.fieldCount(); i++) {
            fields.add(at.field(i));
        }
        records.add(new Seen(
                at.nanos(), at.cpu(), at.task(), at.sequence(), at.point(), List.copyOf(fields)));
    }
}
