package dev.kiosim.cli;

import dev.kiosim.cli.report.ExplorationReport;
import dev.kiosim.cli.terminal.Interruption;
import dev.kiosim.cli.terminal.ProgressLine;
import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.explore.Exploration;
import dev.kiosim.scenarios.explore.ExploreExpectations;
import dev.kiosim.scenarios.explore.Explorer;
import dev.kiosim.scenarios.explore.Limits;
import dev.kiosim.scenarios.run.CompletionSink;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.trace.TraceReader;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiosim explore}: a small program under all interleavings of its tasks' steps. */
@Command(
        name = "explore",
        description = "Runs a scenario under all interleavings of its tasks' steps, and shows the"
                + " shortest in which something goes wrong.",
        footer = {
            "%nExamples:",
            "  kiosim explore explore/reap-v1",
            "  kiosim explore explore/reap-v2 --preemptions 2"
        })
final class ExploreCommand implements Callable<Integer> {
    private final Stdio process;

    @Mixin
    private ScenarioArguments arguments = new ScenarioArguments();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--preemptions",
            paramLabel = "N",
            description = "Interrupt somebody who could go on at most N times. Default: what the"
                    + " scenario says, else any number.")
    private @Nullable Integer preemptions;

    @Option(
            names = "--max-interleavings",
            paramLabel = "N",
            description =
                    "End after N runs, though there be more. Default: what the scenario" + " says.")
    private @Nullable Long maxInterleavings;

    @Option(
            names = "--no-pruning",
            description = "Go on from states that were seen before, too: for very small programs.")
    private boolean isUnpruned;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean isQuiet;

    ExploreCommand(Stdio stdio) {
        process = stdio;
    }

    @Override
    public Integer call() {
        Stdio stdio = common.applyTo(process);
        ScenarioArguments.Chosen chosen = arguments.find(stdio);
        Scenario scenario = chosen.read(List.of());
        ScenarioArguments.warn(scenario, stdio);
        Limits limits = limits(scenario);
        RunOptions options = new RunOptions(
                arguments.seed(),
                TraceReader.NONE,
                CompletionSink.NONE,
                new Deaf(),
                chosen.traces());
        try (Interruption interruption = new Interruption();
                ProgressLine line = showProgress(stdio)) {
            Exploration found = new Explorer(scenario, options, limits)
                    .explore((runs, states) -> goOn(runs, states, line, interruption));
            if (interruption.isInterrupted()) {
                stdio.err().println("kiosim: interrupted after " + found.runs() + " runs");
                return ExitCode.INTERRUPTED.code();
            }
            return report(scenario, found, limits, stdio).code();
        }
    }

    private ExitCode report(Scenario scenario, Exploration found, Limits limits, Stdio stdio) {
        List<String> failures = ExploreExpectations.failures(scenario, found);
        stdio.print(
                new ExplorationReport(scenario, arguments.name(), found, limits).text(failures));
        boolean isGood = found.counterexample() == null && failures.isEmpty();
        return isGood ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Limits limits(Scenario scenario) {
        Integer interruptions = preemptions;
        Long runs = maxInterleavings;
        if (interruptions != null && interruptions < 0) {
            throw new WrongUsage("--preemptions " + interruptions + ": expected 0 or more");
        }
        if (runs != null && runs < 1) {
            throw new WrongUsage("--max-interleavings " + runs + ": expected 1 or more");
        }
        Limits limits = Limits.of(scenario);
        return new Limits(
                interruptions == null ? limits.preemptionsMax() : interruptions,
                runs == null ? limits.runsMax() : runs,
                isUnpruned ? Limits.Pruning.NONE : limits.pruning());
    }

    private @Nullable ProgressLine showProgress(Stdio stdio) {
        boolean isShown = !isQuiet && stdio.errGoesTo() == Stdio.Target.TERMINAL;
        return isShown ? new ProgressLine(stdio.err(), System::nanoTime) : null;
    }

    private static boolean goOn(
            long runs, int states, @Nullable ProgressLine line, Interruption interruption) {
        if (line != null) {
            line.update(elapsedNanos -> runs + " runs, " + states + " states");
        }
        return !interruption.isInterrupted();
    }

    /** Each run says the same again and again: nobody listens. */
    private static final class Deaf implements RunOptions.Notes {
        @Override
        public void note(String line) {}
    }
}
