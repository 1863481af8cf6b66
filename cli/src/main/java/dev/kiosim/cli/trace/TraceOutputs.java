package dev.kiosim.cli.trace;

import dev.kiosim.trace.TraceNames;
import dev.kiosim.trace.TraceReader;
import dev.kiosim.trace.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Gives each record to every trace that was asked for; files are opened when the machine stands.
 */
public final class TraceOutputs implements TraceReader {
    private final List<Supplier<TraceOutput>> wanted = new ArrayList<>();
    private final List<TraceOutput> outputs = new ArrayList<>();

    /** Also writes the trace that {@code opener} opens. */
    public void add(Supplier<TraceOutput> opener) {
        wanted.add(opener);
    }

    /** What a run is given to read its records: nobody, if no trace was asked for. */
    public TraceReader reader() {
        return wanted.isEmpty() ? TraceReader.NONE : this;
    }

    @Override
    public void begin(TraceNames names) {
        for (Supplier<TraceOutput> opener : wanted) {
            TraceOutput output = opener.get();
            outputs.add(output);
            output.begin(names);
        }
    }

    @Override
    public void read(TraceRecord at) {
        for (int i = 0; i < outputs.size(); i++) {
            outputs.get(i).read(at);
        }
    }

    /** Closes every trace; {@code lost} records never came here. */
    public void finish(long lost) {
        for (TraceOutput output : outputs) {
            output.finish(lost);
        }
    }
}
