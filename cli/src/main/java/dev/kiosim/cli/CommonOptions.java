package dev.kiosim.cli;

import dev.kiosim.cli.terminal.Stdio;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
    @SuppressWarnings("unused") // picocli sets it, and shows the text itself
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean isHelpWanted;

    @Option(
            names = "--no-color",
            description = "No colours on a terminal; NO_COLOR in the environment does the same.")
    private boolean isColourless;

    /** The streams, as the options want them. */
    Stdio applyTo(Stdio stdio) {
        return isColourless ? stdio.withoutColour() : stdio;
    }
}
