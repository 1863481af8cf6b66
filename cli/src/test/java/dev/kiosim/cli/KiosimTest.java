package dev.kiosim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.cli.terminal.Palette;
import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.scenarios.library.Library;
import dev.kiosim.scenarios.reference.ScenarioSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KiosimTest {
    private static final String SMALL = "src/test/lessons/nothing-in-the-way.yaml";

    @TempDir
    Path folder;

    @Test
    void answers_no_arguments_with_its_usage_on_standard_error() {
        Session session = Session.of();
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.out()).isEmpty();
        assertThat(session.err()).startsWith("Usage: kiosim");
    }

    @Test
    void writes_completions_to_a_file_and_nothing_to_standard_output() throws IOException {
        Path file = folder.resolve("out.jsonl");
        Session session =
                Session.of("run", SMALL, "-q", "--format", "jsonl", "--output", file.toString());
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).isEmpty();
        assertThat(Files.readAllLines(file, UTF_8)).hasSize(4);
    }

    @Test
    void does_not_overwrite_the_scenario_it_reads() throws IOException {
        Path file = folder.resolve("mine.yaml");
        Files.copy(Path.of(SMALL), file);
        Session session = Session.of("run", file.toString(), "--output", file.toString());
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("would overwrite the scenario");
        assertThat(file).hasSameTextualContentAs(Path.of(SMALL));
    }

    @Test
    void leaves_the_output_file_alone_if_the_scenario_has_a_mistake() throws IOException {
        Path file = Files.writeString(folder.resolve("out.txt"), "of yesterday", UTF_8);
        Session.of("run", SMALL, "--set", "title=", "--output", file.toString());
        assertThat(file).hasContent("of yesterday");
    }

    @Test
    void says_why_an_output_file_cannot_be_written() {
        String file = folder.resolve("missing/out.txt").toString();
        Session session = Session.of("run", SMALL, "--output", file);
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains(file + " cannot be written: No such file or directory");
    }

    @Test
    void reads_a_scenario_from_standard_input() throws IOException {
        Session session =
                Session.withInput(Files.readString(Path.of(SMALL), UTF_8), "run", "-", "-q");
        assertThat(session.exitCode()).isZero();
        assertThat(session.out().lines()).hasSize(5);
    }

    @Test
    void finds_a_trace_beside_the_scenario_and_wherever_the_command_is_called() {
        Session session = Session.of("run", "src/test/lessons/damaged-trace.yaml", "-q");
        assertThat(session.exitCode()).isZero();
        assertThat(session.out().lines()).hasSize(3);
    }

    @Test
    void says_where_a_trace_was_looked_for() {
        Session session = Session.of(
                "run",
                "src/test/lessons/damaged-trace.yaml",
                "--set",
                "processes.replay.trace.path=lost.gz");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("src/test/lessons/lost.gz").doesNotContain("Exception");
    }

    @Test
    void gives_the_seed_to_the_run() {
        String once = Session.of("run", "old-and-new", "--seed", "7").out();
        assertThat(Session.of("run", "old-and-new", "--seed", "7").out()).isEqualTo(once);
        assertThat(Session.of("run", "old-and-new", "--seed", "8").out()).isNotEqualTo(once);
    }

    @Test
    void prints_nothing_beside_the_stream_if_quiet() {
        Session session = Session.of("run", "classic-ring", "--quiet");
        assertThat(session.err()).isEmpty();
        assertThat(session.out().lines()).hasSize(4);
    }

    @Test
    void colours_only_what_it_is_told_to() {
        assertThat(errOf(Palette.COLOUR, "run", SMALL)).contains("\u001b[");
        assertThat(errOf(Palette.COLOUR, "run", SMALL, "--no-color")).doesNotContain("\u001b[");
    }

    private static String errOf(Palette palette, String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Stdio stdio = new Stdio(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                new PrintStream(err, true, UTF_8),
                Stdio.Target.OTHER,
                Stdio.Target.OTHER,
                palette);
        Kiosim.run(args, stdio);
        return err.toString(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run " + SMALL, "list", "schema", "show first-read", "completion"})
    void is_quiet_when_its_reader_has_seen_enough(String command) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Stdio stdio = new Stdio(
                new ByteArrayInputStream(new byte[0]),
                new ClosedPipe(),
                new PrintStream(err, true, UTF_8),
                Stdio.Target.PIPE,
                Stdio.Target.OTHER,
                Palette.PLAIN);
        assertThat(Kiosim.run(command.split(" "), stdio)).isZero();
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void says_that_the_disk_is_full() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Stdio stdio = Stdio.of(
                new ByteArrayInputStream(new byte[0]),
                new FullDisk(),
                new PrintStream(err, true, UTF_8));
        assertThat(Kiosim.run(new String[] {"list"}, stdio)).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .isEqualTo("kiosim: standard output cannot be written: No space left on device\n");
    }

    @Test
    void shows_a_scenario_as_it_is_in_its_file() {
        assertThat(Session.of("show", "first-read").out()).isEqualTo(Library.textOf("first-read"));
    }

    @Test
    void prints_the_schema() {
        assertThat(Session.of("schema").out()).isEqualTo(new ScenarioSchema().text());
    }

    @Test
    void lists_names_and_titles_as_json() {
        String json = Session.of("list", "--json").out();
        assertThat(json)
                .startsWith("[\n  {\"name\": \"first-read\", \"title\": \"")
                .endsWith("\"}\n]\n");
        assertThat(json.lines()).hasSize(Library.names().size() + 2);
    }

    @Test
    void prints_a_script_that_completes_every_subcommand() {
        String script = Session.of("completion").out();
        assertThat(script).startsWith("#!/usr/bin/env bash").contains(Commands.names());
    }

    @Test
    void compares_the_abis_that_it_is_told_and_says_what_the_prototype_loses() {
        Session session = Session.of("compare", "old-and-new", "--abi", "sync,v2-prototype");
        assertThat(session.exitCode()).isEqualTo(1);
        assertThat(session.out()).contains("sync        v2-prototype");
        assertThat(session.out().lines().toList()).allMatch(line -> line.length() <= 100);
        assertThat(session.out().lines().count()).isLessThanOrEqualTo(40);
        assertThat(session.err())
                .contains("v2-prototype: the run ends: LOST_EVENT: nothing will wake reader in");
    }

    @Test
    void refuses_to_compare_one_abi_with_itself() {
        Session session = Session.of("compare", "old-and-new", "--abi", "v1,v1");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("--abi: expected two to five different ABIs");
    }

    @Test
    void refuses_to_compare_explicit_system_calls() {
        Session session = Session.of("compare", "classic-ring");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("process lesson of classic-ring.yaml is a program");
    }

    @Test
    void fits_a_comparison_on_one_screen() {
        String report = Session.of("compare", "old-and-new").out();
        assertThat(report.lines()).hasSizeLessThanOrEqualTo(40);
        assertThat(report.lines()).allMatch(line -> line.length() <= 100);
    }

    private static final class ClosedPipe extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
