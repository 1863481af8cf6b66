package dev.kiosim.cli;

import dev.kiosim.cli.report.ComparisonReport;
import dev.kiosim.cli.report.ComparisonReport.Side;
import dev.kiosim.cli.report.StreamComparison;
import dev.kiosim.cli.terminal.Interruption;
import dev.kiosim.cli.terminal.ProgressLine;
import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.ProcessSpec;
import dev.kiosim.scenarios.ProcessSpec.ProgramSpec;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.scenarios.run.RunSummary;
import dev.kiosim.scenarios.run.ScenarioRun;
import dev.kiosim.trace.TraceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiosim compare}: the same workload under several ABIs, side by side. */
@Command(
        name = "compare",
        description =
                "Runs the workloads of a scenario under several ABIs, and shows side by side what"
                        + " each costs and what it can tell.",
        footer = {
            "%nExamples:",
            "  kiosim compare old-and-new",
            "  kiosim compare cache-warmup --abi v1,sync,noctx"
        })
final class CompareCommand implements Callable<Integer>, Seeded {
    private final Stdio process;

    /** What is compared unless told otherwise: the asynchronous ABIs that work. */
    private static final List<String> USUAL = List.of("v1", "v2", "noctx");
    /** More do not fit side by side. */
    private static final int ABIS_MAX = 5;

    private OptionalLong seed = OptionalLong.empty();

    @Mixin
    private ScenarioArguments arguments = new ScenarioArguments();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--abi",
            paramLabel = "ABI",
            split = ",",
            completionCandidates = AbiNames.class,
            description = "Which ABIs, with commas between, the first being what the others are"
                    + " measured by: ${COMPLETION-CANDIDATES}. Default: v1,v2,noctx.")
    private List<String> abis = new ArrayList<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress; mistakes and warnings are still told.")
    private boolean isQuiet;

    CompareCommand(Stdio stdio) {
        process = stdio;
    }

    @Override
    public OptionalLong seed() {
        return seed;
    }

    /** One of the runs. */
    private record Contender(
            String abi, ScenarioRun run, StreamComparison.Lane lane, Simulation simulation) {}

    @Override
    public Integer call() {
        Stdio stdio = common.applyTo(process);
        ScenarioArguments.Chosen chosen = arguments.find(stdio);
        Scenario scenario = chosen.read(List.of());
        seed = OptionalLong.of(arguments.seed().orElse(scenario.seed()));
        refusePrograms(scenario);
        StreamComparison streams = new StreamComparison();
        try (Interruption interruption = new Interruption();
                ProgressLine progress = showProgress(stdio)) {
            List<Contender> contenders = new ArrayList<>();
            for (String abi : chosenAbis()) {
                contenders.add(contender(abi, chosen, streams, interruption, stdio));
            }
            if (!runAll(contenders, streams, interruption, progress)) {
                String howFar = contenders.get(0).simulation.howFar();
                stdio.err().println("kiosim: interrupted after " + howFar);
                return ExitCode.INTERRUPTED.code();
            }
            if (progress != null) {
                progress.erase();
            }
            return tell(scenario, contenders, streams, stdio).code();
        }
    }

    private List<String> chosenAbis() {
        for (String abi : abis) {
            AbiNames.check(abi);
        }
        List<String> chosen = abis.isEmpty() ? USUAL : abis.stream().distinct().toList();
        if (chosen.size() < 2 || chosen.size() > ABIS_MAX) {
            throw new WrongUsage("--abi: expected two to five different ABIs, with commas between");
        }
        return chosen;
    }

    private Contender contender(
            String abi,
            ScenarioArguments.Chosen chosen,
            StreamComparison streams,
            Interruption interruption,
            Stdio stdio) {
        StreamComparison.Lane lane = streams.newLane();
        Scenario scenario = chosen.read(List.of("kernel.abi=" + abi));
        RunOptions options = new RunOptions(
                seed,
                TraceReader.NONE,
                lane,
                note -> stdio.err().println(abi + ": " + note),
                chosen.traces());
        ScenarioRun run = new ScenarioRun(scenario, options);
        return new Contender(abi, run, lane, new Simulation(run, null, interruption));
    }

    /** A program makes the system calls that it is told, whatever the ABI of the scenario. */
    private static void refusePrograms(Scenario scenario) {
        for (ProcessSpec spec : scenario.processes()) {
            if (spec.work() instanceof ProgramSpec) {
                throw new WrongUsage(
                        "process " + spec.name() + " of " + scenario.source().name()
                                + " is a program of explicit system calls; compare needs workloads"
                                + " or traces, which can run under any ABI");
            }
        }
    }

    private @Nullable ProgressLine showProgress(Stdio stdio) {
        boolean isShown = !isQuiet && stdio.errGoesTo() == Stdio.Target.TERMINAL;
        return isShown ? new ProgressLine(stdio.err(), System::nanoTime) : null;
    }

    /** Lets the run that is behind go on, so that little has to be kept; false if interrupted. */
    private static boolean runAll(
            List<Contender> contenders,
            StreamComparison streams,
            Interruption interruption,
            @Nullable ProgressLine progress) {
        List<Contender> going = new ArrayList<>(contenders);
        while (!going.isEmpty()) {
            if (interruption.isInterrupted()) {
                return false;
            }
            Contender last = going.get(0);
            for (Contender contender : going) {
                if (contender.lane.completions() < last.lane.completions()) {
                    last = contender;
                }
            }
            if (!last.simulation.advance()) {
                last.lane.end();
                going.remove(last);
            }
            streams.compare();
            if (progress != null) {
                Contender shown = last;
                progress.update(elapsed -> shown.abi + ": " + shown.simulation.howFar());
            }
        }
        return true;
    }

    private static ExitCode tell(
            Scenario scenario, List<Contender> contenders, StreamComparison streams, Stdio stdio) {
        List<Side> sides = new ArrayList<>();
        ExitCode exitCode = ExitCode.DONE;
        for (Contender contender : contenders) {
            RunSummary summary = contender.run.finish();
            sides.add(new Side(contender.abi, summary, contender.lane));
            for (String line : summary.findingLines()) {
                stdio.err().println(contender.abi + ": " + line);
                exitCode = ExitCode.FAILED;
            }
            String stuck = contender.simulation.stuck();
            if (!stuck.isEmpty()) {
                stdio.err().println(contender.abi + ": " + stuck);
                exitCode = ExitCode.FAILED;
            }
        }
        ComparisonReport report = new ComparisonReport(scenario, sides, streams, stdio.palette());
        stdio.print(report.text());
        return exitCode;
    }
}
