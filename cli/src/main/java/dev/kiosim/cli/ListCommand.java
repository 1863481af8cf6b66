package dev.kiosim.cli;

import dev.kiosim.cli.output.ByteText;
import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.scenarios.library.Library;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiosim list}: the library, in the order of a course. */
@Command(
        name = "list",
        description = "Lists the scenarios of the library with their titles.",
        footer = {"%nExamples:", "  kiosim list", "  kiosim list --json"})
final class ListCommand implements Callable<Integer> {
    private final Stdio process;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--json", description = "A JSON array of objects with name and title.")
    private boolean isJson;

    ListCommand(Stdio stdio) {
        process = stdio;
    }

    @Override
    public Integer call() {
        Stdio stdio = common.applyTo(process);
        List<String> names = Library.names();
        stdio.print(isJson ? json(names) : columns(names));
        return ExitCode.DONE.code();
    }

    private static String columns(List<String> names) {
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(name).append(" ".repeat(width + 2 - name.length()));
            text.append(Library.titleOf(name)).append('\n');
        }
        return text.toString();
    }

    private static String json(List<String> names) {
        ByteText text = new ByteText(1 << 12).add('[');
        for (String name : names) {
            text.add(text.length() == 1 ? "\n  " : ",\n  ");
            text.add("{\"name\": ").jsonString(name);
            text.add(", \"title\": ").jsonString(Library.titleOf(name)).add('}');
        }
        return text.add("\n]\n").toString();
    }
}
