package dev.kiosim.cli;

import dev.kiosim.cli.terminal.Stdio;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kiosim completion}: a script for the shell. */
@Command(
        name = "completion",
        description = "Prints a script that lets bash or zsh complete commands, options and names.",
        footer = {
            "%nExamples:",
            "  source <(kiosim completion)",
            "  kiosim completion > ~/.local/share/bash-completion/completions/kiosim"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Stdio process;

    @Mixin
    private CommonOptions common = new CommonOptions();

    CompletionCommand(Stdio stdio) {
        process = stdio;
    }

    @Override
    public Integer call() {
        Stdio stdio = common.applyTo(process);
        stdio.print(AutoComplete.bash("kiosim", Commands.all(stdio)));
        return ExitCode.DONE.code();
    }
}
