package dev.kiosim.cli;

import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.ScenarioException;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.run.CompletionSink;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.scenarios.run.ScenarioRun;
import dev.kiosim.trace.TraceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code kiosim validate}: all mistakes of all files; the machines are built, and nothing is run.
 */
@Command(
        name = "validate",
        description = "Checks scenarios without running them, and tells all their mistakes.",
        footer = {"%nExamples:", "  kiosim validate mine.yaml", "  kiosim validate lessons/*.yaml"})
final class ValidateCommand implements Callable<Integer> {
    private final Stdio process;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "A scenario's file, a scenario of the library, or - for standard input.")
    private List<String> files = new ArrayList<>();

    ValidateCommand(Stdio stdio) {
        process = stdio;
    }

    @Override
    public Integer call() {
        Stdio stdio = common.applyTo(process);
        int wrongFiles = 0;
        for (String file : files) {
            if (isRight(file, stdio)) {
                stdio.print(file + ": ok\n");
            } else {
                wrongFiles++;
            }
        }
        if (wrongFiles > 0 && files.size() > 1) {
            stdio.err().println(wrongFiles + " of " + files.size() + " files have mistakes");
        }
        return (wrongFiles == 0 ? ExitCode.DONE : ExitCode.USAGE).code();
    }

    private static boolean isRight(String file, Stdio stdio) {
        try {
            ScenarioFiles.Found found = ScenarioFiles.find(file, stdio);
            Scenario scenario = new ScenarioReader().read(found.source());
            ScenarioArguments.warn(scenario, stdio);
            build(scenario, found);
            return true;
        } catch (ScenarioException e) {
            for (Mistake mistake : e.mistakes()) {
                stdio.err().println(mistake.withExcerpt());
            }
        } catch (WrongUsage e) {
            stdio.err().println("kiosim: " + e.getMessage());
        }
        return false;
    }

    /** Some mistakes show only when devices are built, files opened and traces found. */
    private static void build(Scenario scenario, ScenarioFiles.Found found) {
        RunOptions options = new RunOptions(
                OptionalLong.empty(),
                TraceReader.NONE,
                CompletionSink.NONE,
                note -> {},
                found.traces());
        new ScenarioRun(scenario, options).finish();
    }
}
