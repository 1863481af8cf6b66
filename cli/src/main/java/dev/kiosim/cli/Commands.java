package dev.kiosim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiosim.cli.terminal.Stdio;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The registry of subcommands: one class and one row each. Only the one that is asked for is made:
 * reading the annotations of all of them takes longer than a short simulation.
 */
final class Commands {
    private static final List<Row> ROWS = List.of(
            new Row("run", "Run a scenario and see its completions.", RunCommand::new),
            new Row(
                    "compare",
                    "Run a scenario under every ABI, side by side.",
                    CompareCommand::new),
            new Row(
                    "explore",
                    "Run a program under all interleavings of its tasks' steps.",
                    ExploreCommand::new),
            new Row("list", "List the scenarios of the library.", ListCommand::new),
            new Row("show", "Print the file of a scenario of the library.", ShowCommand::new),
            new Row("validate", "Check scenarios without running them.", ValidateCommand::new),
            new Row("schema", "Print the JSON Schema of scenario files.", SchemaCommand::new),
            new Row(
                    "conformance",
                    "Replay recordings of real systems and tell every difference.",
                    ConformanceCommand::new),
            new Row(
                    "replay",
                    "Send block traces through caches alone, and compare their hits.",
                    ReplayCommand::new),
            new Row(
                    "completion",
                    "Print a completion script for the shell.",
                    CompletionCommand::new));

    private static final int HELP_COLUMNS = 96;

    private Commands() {}

    /**
     * A subcommand.
     *
     * @param summary a line for the list of all
     */
    private record Row(String name, String summary, Function<Stdio, Object> make) {}

    /** The names of all subcommands, in the order of the help text. */
    static List<String> names() {
        return ROWS.stream().map(Row::name).toList();
    }

    /** The command with all its subcommands. */
    static CommandLine all(Stdio stdio) {
        return commandLine(stdio, names());
    }

    /** The command as far as these arguments need it. */
    static CommandLine forArguments(String[] args, Stdio stdio) {
        for (String arg : args) {
            if (!arg.startsWith("-")) {
                return commandLine(stdio, List.of(arg));
            }
        }
        return commandLine(stdio, List.of());
    }

    private static CommandLine commandLine(Stdio stdio, List<String> wanted) {
        CommandLine root = new CommandLine(rootSpec());
        for (Row row : ROWS) {
            CommandLine command = wanted.contains(row.name)
                    ? new CommandLine(row.make.apply(stdio))
                    : new CommandLine(CommandSpec.create().name(row.name));
            CommandSpec spec = command.getCommandSpec();
            if (!wanted.contains(row.name)) {
                spec.usageMessage().description(row.summary);
            }
            spec.usageMessage()
                    .abbreviateSynopsis(true)
                    .exitCodeListHeading("%nExit codes:%n")
                    .exitCodeList(exitCodes());
            root.addSubcommand(row.name, command);
        }
        Failures failures = new Failures(stdio);
        return root.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(HELP_COLUMNS)
                .setOut(new PrintWriter(stdio.out(), true, UTF_8))
                .setErr(new PrintWriter(stdio.err(), true, UTF_8))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(" " + code.code(), code.meaning());
        }
        return codes;
    }

    private static CommandSpec rootSpec() {
        CommandSpec spec = CommandSpec.create().name("kiosim");
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this text.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
        spec.version("kiosim " + Version.number());
        spec.usageMessage()
                .description("Runs a small simulated kernel on a simulated machine, and shows when"
                        + " each IO completed, how long it queued and was served, and whether the"
                        + " cache had it.")
                .commandListHeading("%nCommands:%n")
                .footer(
                        "%nExamples:",
                        "  kiosim run first-read",
                        "  kiosim compare old-and-new",
                        "%nkiosim COMMAND --help tells more about a command.");
        return spec;
    }
}
