package dev.kiosim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.cli.output.OutputFormats;
import dev.kiosim.cli.terminal.Stdio;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code docs/command.md} tells of every command, option, format, field and exit code. */
class CommandReferenceTest {
    private static final Path PAGE = Path.of("../docs/command.md");

    static Map<String, CommandLine> commands() {
        return new TreeMap<>(Commands.all(Stdio.of(
                        new ByteArrayInputStream(new byte[0]),
                        OutputStream.nullOutputStream(),
                        new PrintStream(OutputStream.nullOutputStream(), true, UTF_8)))
                .getSubcommands());
    }

    static Iterable<String> names() {
        return commands().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_command_has_a_section_with_all_its_options(String name) throws IOException {
        String section = section(name);
        CommandLine command = commands().get(name);
        for (OptionSpec option : command.getCommandSpec().options()) {
            assertThat(section + section("every command")).contains("`" + option.longestName());
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            assertThat(section).contains(parameter.paramLabel());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_command_says_in_its_help_what_it_does_with_two_examples_and_all_exit_codes(String name) {
        CommandLine command = commands().get(name);
        String help = command.getUsageMessage();
        String examples = "Examples:\n";
        assertThat(command.getCommandSpec().usageMessage().description())
                .singleElement(InstanceOfAssertFactories.STRING)
                .endsWith(".");
        assertThat(help.substring(help.indexOf(examples) + examples.length()).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("kiosim " + name));
        assertThat(help).contains(" 0 ", " 1 ", " 2 ", " 3 ", " 130 ");
    }

    @Test
    void every_format_and_every_field_has_a_row() throws IOException {
        String section = section("run");
        assertThat(OutputFormats.names())
                .allMatch(name -> section.contains("\n| `" + name + "` |"));
        assertThat(OutputFormats.fieldNames())
                .allMatch(name -> section.contains("\n| `" + name + "` |"));
    }

    @Test
    void every_exit_code_has_a_row() throws IOException {
        String section = section("exit codes");
        for (ExitCode code : ExitCode.values()) {
            assertThat(section).contains("\n| " + code.code() + " |");
        }
    }

    /** What stands under the heading that begins so, up to the next. */
    private static String section(String heading) throws IOException {
        String page = Files.readString(PAGE, UTF_8);
        int from = page.toLowerCase(Locale.ROOT).indexOf("\n## " + heading);
        assertThat(from).as("a section for " + heading).isNotNegative();
        int to = page.indexOf("\n## ", from + 1);
        return to < 0 ? page.substring(from) : page.substring(from, to);
    }
}
