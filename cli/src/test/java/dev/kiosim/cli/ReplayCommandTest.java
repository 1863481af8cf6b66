package dev.kiosim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.cli.report.CacheTable;
import dev.kiosim.cli.terminal.Palette;
import dev.kiosim.cli.terminal.Stdio;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayCommandTest {
    private static final String TRACE = "pgbench-bios.ftrace.gz";

    /** A line of a trace: thread 42 reads or writes a page. */
    private static String line(int millis, String rwbs, long sector) {
        return "     task-42  [000] .....  1.%03d000: block_bio_queue: 7,0 %s %d + 8 [task]\n"
                .formatted(millis, rwbs, sector);
    }

    private static int column(String name) {
        return CacheTable.columnsForPrograms().indexOf(name);
    }

    private static String cell(Session session, int row, String column) {
        return session.out().lines().toList().get(row).split(",", -1)[column(column)];
    }

    @Test
    void a_recorded_trace_gives_a_row_for_each_cache_and_size() {
        Session session = Session.of(
                "replay",
                TRACE,
                "--cache",
                "bcache,lru,fifo",
                "--cache-size",
                "300MiB,1GiB",
                "--format",
                "csv");
        assertThat(session.exitCode()).isZero();
        assertThat(session.err())
                .isEqualTo(TRACE + ": requests 140281  other events 0  comments 12"
                        + "  not understood 0\n");
        assertThat(session.out().lines()).hasSize(7);
        for (int row = 1; row <= 6; row++) {
            assertThat(cell(session, row, "requests")).isEqualTo("140281");
            assertThat(cell(session, row, "reads")).isEqualTo("37179");
        }
        assertThat(session.out().lines().skip(1).map(row -> row.split(",", -1)[0]))
                .containsExactly("bcache lru", "bcache lru", "lru", "lru", "fifo", "fifo");
        // A cache with room for all gives a hit for every block that comes again, whatever it is.
        assertThat(List.of(cell(session, 2, "hits"), cell(session, 6, "hits")))
                .containsOnly(cell(session, 4, "hits"));
        assertThat(cell(session, 1, "hits")).isNotEqualTo(cell(session, 2, "hits"));
    }

    @Test
    void hits_misses_writes_and_what_bypasses_are_told_apart() {
        String trace = line(0, "R", 800)
                + line(1, "R", 800)
                + line(2, "WS", 1600)
                + line(3, "R", 1600)
                + line(4, "D", 800)
                + line(5, "R", 800)
                + line(6, "R", 2004);
        Session session = Session.withInput(
                trace, "replay", "-", "--format", "csv", "--cache-mode", "writeback");
        assertThat(session.exitCode()).isZero();
        assertThat(cell(session, 1, "hits")).isEqualTo("2");
        assertThat(cell(session, 1, "misses")).isEqualTo("2");
        assertThat(cell(session, 1, "bypass_misses")).isEqualTo("1");
        assertThat(cell(session, 1, "bypassed_bytes")).isEqualTo("8192");
        assertThat(cell(session, 1, "dirty_bytes")).isEqualTo("4096");
        assertThat(session.err())
                .contains("1 requests are no multiple of the block", "--block-size 512B");
    }

    @Test
    void all_formats_tell_the_same() {
        String trace = line(0, "R", 800) + line(1, "R", 800);
        assertThat(Session.withInput(trace, "replay", "-").out()).isEqualTo("""
                        cache        size  requests  reads  hit ratio  bypassed  written  evictions\
                          written back  dirty
                        bcache lru  1 GiB         2      2   0.500000       0 B    4 KiB          0\
                                   0 B    0 B
                        """);
        assertThat(Session.withInput(trace, "replay", "-", "--format", "jsonl").out())
                .startsWith("{\"cache\":\"bcache lru\",\"size_bytes\":1073741824,\"requests\":2,")
                .contains("\"hit_ratio\":0.500000,")
                .endsWith("}\n");
    }

    @Test
    void a_damaged_line_is_told_with_its_number_and_counted() {
        Session session = Session.of("replay", "src/test/lessons/damaged.ftrace");
        assertThat(session.exitCode()).isZero();
        assertThat(session.err())
                .contains("damaged.ftrace:3: not understood, passed over: ", "not understood 1\n");
    }

    @Test
    void after_ten_damaged_lines_the_others_are_only_counted() {
        Session session = Session.withInput(line(0, "R", 8) + "x\n".repeat(20), "replay", "-");
        assertThat(session.exitCode()).isZero();
        assertThat(session.err().lines()).hasSize(12);
        assertThat(session.err()).endsWith("comments 0  not understood 20\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nosuch.ftrace | nosuch.ftrace cannot be read: there is neither a file",
                "src | src cannot be read: it is a directory",
                "pom.xml | pom.xml has no request: is it a trace in the format ftrace?",
                "- --cache bache | expected one of bcache, lru, fifo; did you mean \"bcache\"?",
                "- --cache-mode writebak | did you mean \"writeback\"?",
                "- --policy mru | expected one of lru, fifo, random",
                "- --format xml | expected one of csv, jsonl, text",
                "- --trace-format blkparse | expected one of ftrace",
                "- --cache-size 10MiB | is 20 buckets of 512KiB; expected 513",
                "- --cache-size 10 | --cache-size 10: expected a size with unit",
                "- --cache lru --cache-size 1KiB | expected at least a block",
                "- --bucket-size 3KiB | expected a power of two, 4KiB to 16MiB",
                "- --block-size 8KiB | expected a power of two, 512B to 4KiB",
                "- --sequential-cutoff 5GiB | expected less than 4GiB",
                "- --writeback-percent 41 | expected 0 to 40",
            })
    void what_cannot_be_is_wrong_usage(String arguments, String message) {
        Session session = Session.of(("replay " + arguments).split(" ", -1));
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).contains(message);
        assertThat(session.out()).isEmpty();
    }

    @Test
    void an_empty_trace_is_no_mistake() {
        Session session = Session.withInput("", "replay", "-", "--format", "csv");
        assertThat(session.exitCode()).isZero();
        assertThat(cell(session, 1, "hit_ratio")).isEqualTo("0.000000");
    }

    @Test
    void quiet_leaves_only_the_table() {
        Session session = Session.withInput(line(0, "R", 8), "replay", "-", "--quiet");
        assertThat(session.err()).isEmpty();
        assertThat(session.out()).isNotEmpty();
    }

    @Test
    void a_closed_pipe_ends_it_quietly() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Stdio stdio = new Stdio(
                new ByteArrayInputStream(line(0, "R", 8).getBytes(UTF_8)),
                closed,
                new PrintStream(err, true, UTF_8),
                Stdio.Target.PIPE,
                Stdio.Target.OTHER,
                Palette.PLAIN);
        assertThat(Kiosim.run(new String[] {"replay", "-", "--quiet"}, stdio)).isZero();
        assertThat(err.size()).isZero();
    }

    @Test
    void several_traces_are_replayed_one_behind_the_other() {
        String file = "src/test/lessons/damaged.ftrace";
        Session session = Session.of("replay", file, file, "--format", "csv", "--quiet");
        assertThat(cell(session, 1, "requests")).isEqualTo("4");
        assertThat(cell(session, 1, "hits")).isEqualTo("1");
    }
}
