package dev.kiosim.cli;

import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.scenarios.reference.ScenarioSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kiosim schema}: the JSON Schema of scenario files. */
@Command(
        name = "schema",
        description =
                "Prints the JSON Schema of scenario files, for editors that check and complete.",
        footer = {
            "%nExamples:",
            "  kiosim schema > kiosim.schema.json",
            "  kiosim schema | jq '.properties.machine'"
        })
final class SchemaCommand implements Callable<Integer> {
    private final Stdio process;

    @Mixin
    private CommonOptions common = new CommonOptions();

    SchemaCommand(Stdio stdio) {
        process = stdio;
    }

    @Override
    public Integer call() {
        Stdio stdio = common.applyTo(process);
        stdio.print(new ScenarioSchema().text());
        return ExitCode.DONE.code();
    }
}
