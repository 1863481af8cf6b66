package dev.kiosim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own: what only a shell, a pipe or a signal can show. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ProcessTest {
    private static final String ENDLESS = """
            kiosim: 1
            title: An hour of reads
            devices:
              zero: {kind: 'null', latency: 10us}
            processes:
              reader:
                workload: {filename: zero, direct: true, rw: randread, norandommap: true,
                  runtime: 1h, time_based: true}
            """;

    private static final List<String> NO_OPTIONS = List.of();

    @TempDir
    Path folder;

    @Test
    void a_closed_pipe_ends_it_quietly() throws Exception {
        Path scenario = Files.writeString(folder.resolve("endless.yaml"), ENDLESS, UTF_8);
        Ended ended = shell(java(NO_OPTIONS, "run", scenario.toString())
                + " | head -n 2; echo ${PIPESTATUS[0]}");
        assertThat(ended.out().lines()).hasSize(3);
        assertThat(ended.out()).endsWith("\n0\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void ctrl_c_ends_it_with_130_and_a_line_that_says_how_far_it_came() throws Exception {
        Path scenario = Files.writeString(folder.resolve("endless.yaml"), ENDLESS, UTF_8);
        Path err = folder.resolve("err");
        String command =
                "exec " + java(NO_OPTIONS, "run", scenario.toString(), "--format", "jsonl");
        Process process = new ProcessBuilder("env", "--default-signal=INT", "bash", "-c", command)
                .redirectError(err.toFile())
                .start();
        try (BufferedReader stream = process.inputReader(UTF_8)) {
            String last = stream.readLine(); // it runs
            shell("kill -INT " + process.pid());
            for (String line = last; line != null; line = stream.readLine()) {
                last = line;
            }
            assertThat(last).startsWith("{").endsWith("}");
        }
        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(Files.readString(err, UTF_8))
                .matches("kiosim: interrupted after [0-9.]+ [um]?s simulated, [0-9]+ IOs\\R");
    }

    @Test
    void the_version_is_told_before_anything_else_is_loaded() throws Exception {
        Ended ended = shell(java(List.of("-Xlog:class+load:stderr"), "--version"));
        assertThat(ended.out()).isEqualTo("kiosim " + Version.number() + "\n");
        assertThat(ended.err()).contains("dev.kiosim.cli.Version").doesNotContain("picocli");
    }

    @Test
    void two_processes_write_the_same_bytes() throws Exception {
        String command = java(NO_OPTIONS, "run", "cache-warmup", "--format", "jsonl", "--quiet");
        assertThat(shell(command).out()).isEqualTo(shell(command).out()).hasLineCount(1024);
    }

    private record Ended(String out, String err) {}

    private Ended shell(String command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        new ProcessBuilder("bash", "-c", command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Ended(Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    /** The command line that starts kiosim from the classes under test. */
    private static String java(List<String> jvmOptions, String... args) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(jvmOptions);
        words.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Kiosim.class.getName()));
        words.addAll(List.of(args));
        return String.join(" ", words.stream().map(Failures::quoted).toList());
    }
}
