package dev.kiosim.cli;

import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.cli.trace.BlkparseText;
import dev.kiosim.cli.trace.ChromeTrace;
import dev.kiosim.cli.trace.TraceOutput;
import dev.kiosim.cli.trace.TraceOutputs;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.run.ScenarioRun;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** The options that write traces: one row each where they are opened. */
final class TraceFiles implements AutoCloseable {
    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write what all layers did there, as Chrome trace-event JSON: open it"
                    + " with Perfetto or chrome://tracing.")
    private @Nullable String trace;

    @Option(
            names = "--blkparse",
            paramLabel = "FILE",
            description = "Write what the block devices did there, as blkparse prints it.")
    private @Nullable String blkparse;

    private final TraceOutputs outputs = new TraceOutputs();
    private final List<OutputFile> opened = new ArrayList<>();
    private boolean isFinished;

    /**
     * Says what is to be written.
     *
     * @param output where the completions go
     * @param input a file that must not be overwritten, since it is read
     * @throws WrongUsage if two would go to the same place
     */
    TraceOutputs prepare(@Nullable String output, String input, Stdio stdio) {
        Set<String> places = new LinkedHashSet<>();
        places.add(output == null ? STANDARD_OUTPUT : output);
        add("--trace", trace, ChromeTrace::new, places, input, stdio);
        add("--blkparse", blkparse, BlkparseText::new, places, input, stdio);
        return outputs;
    }

    private void add(
            String option,
            @Nullable String file,
            BiFunction<OutputStream, String, TraceOutput> format,
            Set<String> places,
            String input,
            Stdio stdio) {
        if (file == null) {
            return;
        }
        if (!places.add(file)) {
            String place = file.equals(STANDARD_OUTPUT) ? "standard output" : file;
            throw new WrongUsage(option + " " + file + ": something else goes to " + place
                    + " already; expected another file"
                    + (file.equals(STANDARD_OUTPUT) ? ", or --output FILE" : ""));
        }
        outputs.add(() -> {
            OutputFile target = OutputFile.open(option, file, input, stdio);
            opened.add(target);
            return format.apply(target.stream(), target.name());
        });
    }

    /** The run is over, or cannot go on: writes what is still in its buffers. */
    void finish(ScenarioRun run) {
        if (!isFinished) {
            isFinished = true;
            run.finishTrace();
            outputs.finish(run.machine().tracer().lost());
        }
    }

    @Override
    public void close() {
        for (OutputFile file : opened) {
            file.close();
        }
    }
}
