package dev.kiosim.cli;

import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.config.Nearest;
import dev.kiosim.scenarios.library.Library;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kiosim show}: the file of a scenario of the library. */
@Command(
        name = "show",
        description = "Prints the file of a scenario of the library, to be read or copied.",
        footer = {
            "%nExamples:",
            "  kiosim show first-read",
            "  kiosim show cache-warmup > mine.yaml && kiosim run mine.yaml"
        })
final class ShowCommand implements Callable<Integer> {
    private final Stdio process;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = ScenarioArguments.Names.class,
            description = "A scenario of the library, see kiosim list.")
    private String name = "";

    ShowCommand(Stdio stdio) {
        process = stdio;
    }

    @Override
    public Integer call() {
        Stdio stdio = common.applyTo(process);
        if (!Library.names().contains(name)) {
            throw new WrongUsage("the library has no scenario " + name
                    + Nearest.question(Nearest.to(name, Library.names()))
                    + " (kiosim list shows them)");
        }
        stdio.print(Library.textOf(name));
        return ExitCode.DONE.code();
    }
}
