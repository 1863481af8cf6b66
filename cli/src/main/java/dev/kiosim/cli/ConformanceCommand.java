package dev.kiosim.cli;

import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.scenarios.conformance.CaseResult;
import dev.kiosim.scenarios.conformance.ConformanceListener;
import dev.kiosim.scenarios.conformance.ConformanceRunner;
import dev.kiosim.scenarios.conformance.ConformanceTotals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kiosim conformance}: recordings of real systems, replayed; one line a case. */
@Command(
        name = "conformance",
        description = "Replays recordings of real systems and tells every difference.",
        footer = {
            "%nExamples:",
            "  kiosim conformance golden/aio-v1",
            "  kiosim conformance golden/aio-v1 --filter 'ring-*' --verbose"
        })
final class ConformanceCommand implements Callable<Integer> {
    private final Stdio process;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--filter",
            paramLabel = "TEXT",
            description = "Only cases whose id holds TEXT; * in it stands for anything.")
    private String filter = "";

    @Option(names = "--verbose", description = "Every step of every case, with what kiosim did.")
    private boolean isVerbose;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "A folder of recordings.")
    private List<Path> folders = new ArrayList<>();

    ConformanceCommand(Stdio stdio) {
        process = stdio;
    }

    @Override
    public Integer call() {
        Stdio stdio = common.applyTo(process);
        ConformanceTotals totals = ConformanceTotals.NONE;
        for (Path folder : folders) {
            try {
                totals = totals.plus(ConformanceRunner.run(folder, wanted(), printer(stdio)));
            } catch (IOException e) {
                throw new WrongUsage(String.valueOf(e.getMessage()));
            }
        }
        stdio.print(totals.passed() + " passed, " + totals.failed() + " failed, " + totals.skipped()
                + " skipped\n");
        return (totals.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED).code();
    }

    private Predicate<String> wanted() {
        StringBuilder expression = new StringBuilder();
        for (String part : filter.split("\\*", -1)) {
            expression.append(expression.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        Pattern pattern = Pattern.compile(expression.toString());
        return id -> pattern.matcher(id).find();
    }

    private ConformanceListener printer(Stdio stdio) {
        return result -> {
            stdio.print((result.passed() ? "ok    " : "FAIL  ") + result.id() + "  "
                    + result.title() + "\n");
            result.tolerances().forEach(used -> stdio.print("        " + used + "\n"));
            if (isVerbose) {
                result.steps().forEach(step -> stdio.print("        " + step + "\n"));
            }
            CaseResult.Difference difference = result.difference();
            if (difference != null) {
                stdio.print("      step " + difference.number() + ", " + difference.step()
                        + "\n        recorded: " + difference.recorded()
                        + "\n        kiosim:   " + difference.simulated() + "\n");
            }
        };
    }
}
