package dev.kiosim.cli;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.cli.output.CompletionStream;
import dev.kiosim.cli.output.OutputFormats;
import dev.kiosim.cli.report.InterleavingText;
import dev.kiosim.cli.report.SummaryReport;
import dev.kiosim.cli.terminal.Interruption;
import dev.kiosim.cli.terminal.ProgressLine;
import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.config.Nearest;
import dev.kiosim.engine.InvariantViolation;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.explore.ScheduledRun;
import dev.kiosim.scenarios.explore.Violation;
import dev.kiosim.scenarios.run.Completion;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.scenarios.run.RunSummary;
import dev.kiosim.scenarios.run.ScenarioRun;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiosim run}: the completion stream to standard output, a summary to standard error. */
@Command(
        name = "run",
        description = "Runs a scenario: its completions go to standard output, a summary to"
                + " standard error.",
        footer = {
            "%nExamples:",
            "  kiosim run first-read",
            "  kiosim run cache-warmup --abi v1 --format jsonl --output warmup.jsonl"
        })
final class RunCommand implements Callable<Integer>, Seeded {
    private final Stdio process;
    private final BiFunction<Scenario, RunOptions, ScenarioRun> runs;

    private OptionalLong seed = OptionalLong.empty();

    @Mixin
    private ScenarioArguments arguments = new ScenarioArguments();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--abi",
            paramLabel = "ABI",
            completionCandidates = AbiNames.class,
            description = "The ABI of workloads and traces: ${COMPLETION-CANDIDATES}.")
    private @Nullable String abi;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            completionCandidates = FormatNames.class,
            description = "How completions are written: ${COMPLETION-CANDIDATES}. Default: what the"
                    + " scenario says, else text.")
    private @Nullable String format;

    @Option(
            names = "--fields",
            paramLabel = "FIELD",
            split = ",",
            completionCandidates = FieldNames.class,
            description = "What is told of each completion, in this order, with commas between:"
                    + " ${COMPLETION-CANDIDATES}.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write the completions there instead of to standard output.")
    private @Nullable String output;

    @Mixin
    private TraceFiles traces = new TraceFiles();

    @Option(
            names = "--cache-state",
            description = "At the end, shows each cache on standard error: map of its buckets, free"
                    + " lists, sysfs files.")
    private boolean showsCacheState;

    @Option(
            names = "--schedule",
            paramLabel = "SCHEDULE",
            description = "Take steps in this order, and show each: a file, or names such as"
                    + " a*3 b, as kiosim explore prints them.")
    private @Nullable String schedule;

    @Option(
            names = {"-q", "--quiet"},
            description = "No summary, no remarks of lessons, no progress; mistakes, warnings and"
                    + " failed expectations are still told.")
    private boolean isQuiet;

    RunCommand(Stdio stdio) {
        this(stdio, ScenarioRun::new);
    }

    /** A command whose runs {@code runs} builds. */
    RunCommand(Stdio stdio, BiFunction<Scenario, RunOptions, ScenarioRun> runs) {
        process = stdio;
        this.runs = runs;
    }

    /** The formats, for the shell's completion and the help text. */
    static final class FormatNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return OutputFormats.names().iterator();
        }
    }

    /** The fields, likewise. */
    static final class FieldNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return OutputFormats.fieldNames().iterator();
        }
    }

    @Override
    public OptionalLong seed() {
        return seed;
    }

    @Override
    public Integer call() {
        Stdio stdio = common.applyTo(process);
        checkWords();
        ScenarioArguments.Chosen chosen = arguments.find(stdio);
        Scenario scenario = chosen.read(abi == null ? List.of() : List.of("kernel.abi=" + abi));
        seed = OptionalLong.of(arguments.seed().orElse(scenario.seed()));
        ScenarioArguments.warn(scenario, stdio);
        return new Session(scenario, chosen, stdio).run().code();
    }

    private void checkWords() {
        if (abi != null) {
            AbiNames.check(abi);
        }
        check("--format", format, OutputFormats.names());
        for (String field : fields) {
            check("--fields", field, OutputFormats.fieldNames());
        }
    }

    private static void check(String option, @Nullable String word, List<String> allowed) {
        if (word != null && !allowed.contains(word)) {
            throw new WrongUsage(option + " " + word + ": expected one of "
                    + String.join(", ", allowed) + Nearest.question(Nearest.to(word, allowed)));
        }
    }

    /** One run, with its streams. */
    private final class Session implements RunOptions.Notes {
        private final Scenario scenario;
        private final Stdio stdio;
        private final ScenarioRun run;
        private final @Nullable ScheduledRun scheduled;
        private @Nullable CompletionStream completions;
        private @Nullable ProgressLine progress;

        Session(Scenario scenario, ScenarioArguments.Chosen chosen, Stdio stdio) {
            this.scenario = scenario;
            this.stdio = stdio;
            RunOptions options = new RunOptions(
                    seed,
                    traces.prepare(output, arguments.name(), stdio).reader(),
                    this::completed,
                    this,
                    chosen.traces());
            String order = schedule;
            scheduled = order == null
                    ? null
                    : new ScheduledRun(scenario, options, ScheduleText.read(order));
            run = scheduled == null ? runs.apply(scenario, options) : scheduled.run();
        }

        private void completed(Completion completion) {
            if (completions != null) {
                completions.accept(completion);
            }
        }

        @Override
        public void note(String line) {
            if (progress != null) {
                progress.erase();
            }
            stdio.err().println(line);
        }

        @Override
        public void remark(String lines) {
            if (!isQuiet) {
                note(lines);
            }
        }

        ExitCode run() {
            try (TraceFiles traceFiles = traces;
                    OutputFile file = OutputFile.open(output, arguments.name(), stdio);
                    Interruption interruption = new Interruption();
                    ProgressLine line = showProgress(file)) {
                CompletionStream stream = file.completions(formatName(), fieldNames());
                completions = stream;
                progress = line;
                Simulation simulation = scheduled == null
                        ? new Simulation(run, line, interruption)
                        : new Simulation(run, scheduled::advance, line, interruption);
                boolean isComplete = complete(simulation);
                stream.finish();
                traceFiles.finish(run);
                if (!isComplete) {
                    note("kiosim: interrupted after " + simulation.howFar());
                    return ExitCode.INTERRUPTED;
                }
                progress = null;
                return sumUp(simulation);
            }
        }

        /** A run that breaks leaves the trace of how it came to that. */
        private boolean complete(Simulation simulation) {
            try {
                return simulation.complete();
            } catch (InvariantViolation broken) {
                traces.finish(run);
                throw broken;
            }
        }

        private ExitCode sumUp(Simulation simulation) {
            RunSummary summary = run.finish();
            if (!simulation.stuck().isEmpty()) {
                summary.failures().add(simulation.stuck());
            }
            if (scheduled != null) {
                sumUpSchedule(scheduled, summary);
            }
            if (!isQuiet) {
                SummaryReport report = new SummaryReport(scenario, summary, stdio.palette());
                stdio.err().print(report.text());
            }
            if (showsCacheState) {
                stdio.err().print(cacheState());
            }
            for (String failure : summary.failures()) {
                stdio.err().println(stdio.palette().failure("failed") + "  " + failure);
            }
            stdio.err().flush();
            return summary.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }

        private String cacheState() {
            StringBuilder text = new StringBuilder();
            for (BlockDevice device : run.machine().devices().values()) {
                String picture = device.picture();
                text.append(picture.isEmpty() ? "" : "\n" + picture);
            }
            return text.isEmpty()
                    ? "kiosim: --cache-state: the scenario has no cache\n"
                    : text.toString();
        }

        private void sumUpSchedule(ScheduledRun followed, RunSummary summary) {
            if (!isQuiet) {
                stdio.err().println(new InterleavingText(followed.rows()).text());
            }
            Violation violation = followed.violation();
            if (violation != null) {
                summary.failures().add(violation.kind().word() + ": " + violation.text());
            }
        }

        /** A line on the terminal, unless completions go there. */
        private @Nullable ProgressLine showProgress(OutputFile file) {
            boolean streamIsSeen =
                    file.isStandardOutput() && stdio.outGoesTo() == Stdio.Target.TERMINAL;
            boolean isShown =
                    !isQuiet && !streamIsSeen && stdio.errGoesTo() == Stdio.Target.TERMINAL;
            return isShown ? new ProgressLine(stdio.err(), System::nanoTime) : null;
        }

        private String formatName() {
            String given = format;
            return given == null ? scenario.output().text("format") : given;
        }

        private List<String> fieldNames() {
            return fields.isEmpty() ? scenario.output().list("fields") : fields;
        }
    }
}
