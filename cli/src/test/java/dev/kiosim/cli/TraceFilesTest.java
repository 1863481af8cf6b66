package dev.kiosim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.cli.terminal.Stdio;
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

class TraceFilesTest {
    @TempDir
    Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static String digest(String summary) {
        return summary.replaceAll("(?s).*digest ([0-9a-f]+).*", "$1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-read", "ring-overflow", "fsync-heavy", "sequential-bypass"})
    void tracing_changes_neither_the_completions_nor_the_number_of_events(String scenario) {
        Session plain = Session.of("run", scenario);
        Session traced =
                Session.of("run", scenario, "--trace", file("t.json"), "--blkparse", file("b.txt"));
        assertThat(traced.out()).isEqualTo(plain.out());
        assertThat(digest(traced.err())).isEqualTo(digest(plain.err()));
        assertThat(traced.err().replaceAll("tracepoints .*\n", "")).isEqualTo(plain.err());
    }

    @Test
    void a_reader_that_comes_in_time_loses_nothing_however_small_the_buffer() throws IOException {
        Session large = Session.of("run", "sequential-bypass", "--trace", file("large.json"));
        Session small = Session.of(
                "run",
                "sequential-bypass",
                "--set",
                "tracing.buffer=4KiB",
                "--trace",
                file("small.json"));
        assertThat(small.err()).contains("lost 0");
        assertThat(large.err()).contains("lost 0");
        assertThat(Path.of(file("small.json")))
                .hasSameTextualContentAs(Path.of(file("large.json")), UTF_8);
    }

    @Test
    void only_the_layers_that_the_scenario_names_are_in_the_file() throws IOException {
        Session.of("run", "first-read", "--set", "tracing.events=disk", "--trace", file("t.json"));
        assertThat(Files.readString(Path.of(file("t.json")), UTF_8))
                .contains("disk_rotate")
                .doesNotContain("io_submit2", "block_bio_queue", "bcache_read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--trace", "--blkparse"})
    void a_file_that_cannot_be_written_is_told_before_anything_runs(String option) {
        Session session = Session.of("run", "first-read", option, file("no/such/folder"));
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains(option + " ", "no/such/folder", "cannot be written");
        assertThat(session.out()).isEmpty();
    }

    @Test
    void a_full_disk_is_told() {
        Session session = Session.of("run", "first-read", "--trace", "/dev/full");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("/dev/full cannot be written");
    }

    @Test
    void a_trace_does_not_go_where_the_completions_go() {
        Session session = Session.of("run", "first-read", "--trace", "-");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("--trace -", "standard output", "--output FILE");
    }

    @Test
    void two_traces_do_not_go_to_one_file() {
        Session session = Session.of(
                "run", "first-read", "--trace", file("same"), "--blkparse", file("same"));
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("--blkparse", "already");
    }

    @Test
    void a_trace_may_go_to_standard_output_if_the_completions_go_elsewhere() {
        Session session =
                Session.of("run", "first-read", "--blkparse", "-", "--output", file("completions"));
        assertThat(session.exitCode()).isZero();
        assertThat(session.out()).contains("  C  RS ", "Throughput (R/W)");
        assertThat(Path.of(file("completions"))).isNotEmptyFile();
    }

    @Test
    void a_closed_pipe_ends_a_trace_quietly() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Stdio stdio = Stdio.of(
                new ByteArrayInputStream(new byte[0]), closed, new PrintStream(err, true, UTF_8));
        String[] command = {
            "run", "first-read", "-q", "--blkparse", "-", "--output", file("completions")
        };
        assertThat(Kiosim.run(command, stdio)).isZero();
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void a_trace_of_yesterday_is_left_alone_if_the_scenario_has_a_mistake() throws IOException {
        Path trace = Files.writeString(folder.resolve("t.json"), "of yesterday", UTF_8);
        Session session =
                Session.of("run", "first-read", "--set", "title=", "--trace", trace.toString());
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(trace).hasContent("of yesterday");
    }

    @Test
    void a_run_that_gets_stuck_leaves_a_whole_trace() throws IOException {
        Path scenario = Files.writeString(folder.resolve("stuck.yaml"), """
                kiosim: 1
                title: a read of an eventfd that nobody signals
                processes:
                  p:
                    program:
                      - eventfd: {fd: e}
                      - eventfd_read: e
                """, UTF_8);
        Session session = Session.of("run", scenario.toString(), "--trace", file("t.json"));
        assertThat(session.exitCode()).isEqualTo(1);
        assertThat(Files.readString(Path.of(file("t.json")), UTF_8))
                .contains("\"sleeping\"")
                .endsWith("\"lost_records\":\"0\"}}\n");
    }

    @Test
    void a_trace_does_not_overwrite_the_scenario() throws IOException {
        Path scenario = folder.resolve("mine.yaml");
        Files.copy(Path.of("src/test/lessons/nothing-in-the-way.yaml"), scenario);
        Session session = Session.of("run", scenario.toString(), "--trace", scenario.toString());
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("--trace", "would overwrite the scenario");
    }

    @Test
    void a_buffer_that_is_no_power_of_two_is_a_mistake_in_the_scenario() {
        Session session = Session.of("run", "first-read", "--set", "tracing.buffer=5KiB");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("buffer is 5KiB", "a power of two");
    }

    @Test
    void an_unknown_tracepoint_is_told_with_the_nearest_that_there_is() {
        Session session = Session.of("run", "first-read", "--set", "tracing.events=block_rq_isue");
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains("block_rq_issue");
    }
}
