package dev.kiosim.cli.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockTrace;
import dev.kiosim.cli.trace.BlkparseLines.Line;
import dev.kiosim.devices.DeviceKinds;
import dev.kiosim.engine.Engine;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.TraceConfig;
import dev.kiosim.trace.TraceContext;
import dev.kiosim.trace.TraceNames;
import dev.kiosim.trace.TraceTable;
import dev.kiosim.trace.Tracer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlkparseTextTest {
    /** What blkparse 1.2.0 of Debian 12 printed for the events that the test below reports. */
    private static final Path RECORDED = Path.of("src/test/lessons/blkparse-1.2.0.txt");

    private static final long READ = BlockTrace.rwbs(Bio.Op.READ, 0);
    private static final long SYNC_WRITE = BlockTrace.rwbs(Bio.Op.WRITE, Bio.SYNC);
    private static final long FLUSH = BlockTrace.rwbs(Bio.Op.FLUSH, 0);
    private static final long SYNC_FLUSH = BlockTrace.rwbs(Bio.Op.FLUSH, Bio.SYNC);

    @TempDir
    Path folder;

    private final Engine engine = new Engine(1);
    private int cpu;
    private int task = 697;

    /** A machine of two devices, the second of which is called t, and one task. */
    private static final class Names implements TraceNames {
        @Override
        public TraceTable table() {
            return DeviceKinds.tracepoints();
        }

        @Override
        public int cpuCount() {
            return 2;
        }

        @Override
        public String task(int tid) {
            return tid == 0 ? "swapper" : "fio";
        }

        @Override
        public int processOf(int tid) {
            return tid;
        }

        @Override
        public String processName(int tid) {
            return task(tid);
        }

        @Override
        public String syscall(long number) {
            return "syscall";
        }

        @Override
        public String device(long number) {
            return number == 1 ? "t" : "other";
        }

        @Override
        public int deviceCount() {
            return 3;
        }

        @Override
        public String operation(long opcode) {
            return "PREAD";
        }
    }

    private Tracer tracer(TraceOutput output) {
        TraceConfig config = new TraceConfig(TraceConfig.Mode.STREAM, 4 << 10, List.of());
        Tracer tracer = new Tracer(engine, DeviceKinds.tracepoints(), config, output);
        tracer.runsIn(new TraceContext() {
            @Override
            public int cpu() {
                return cpu;
            }

            @Override
            public int task() {
                return task;
            }
        });
        return tracer;
    }

    private void report(Tracer tracer, KernelTracepoint point, long... fields) {
        long[] all = java.util.Arrays.copyOf(fields, Tracer.FIELDS_MAX);
        tracer.report(point, all[0], all[1], all[2], all[3], all[4], all[5], all[6]);
        engine.runUntil(engine.nowNanos() + 1);
    }

    @Test
    void lines_and_totals_are_those_that_blkparse_prints() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BlkparseText output = new BlkparseText(bytes, "test");
        output.begin(new Names());
        Tracer tracer = tracer(output);
        report(tracer, KernelTracepoint.BLOCK_BIO_QUEUE, 1, 100, 8, SYNC_WRITE);
        report(tracer, KernelTracepoint.BLOCK_GETRQ, 1, 100, 8, SYNC_WRITE, 1);
        report(tracer, KernelTracepoint.BLOCK_PLUG, 1);
        report(tracer, KernelTracepoint.BLOCK_RQ_INSERT, 1, 100, 8, SYNC_WRITE, 1);
        report(tracer, KernelTracepoint.BLOCK_UNPLUG, 1, 1);
        report(tracer, KernelTracepoint.BLOCK_RQ_ISSUE, 1, 100, 8, SYNC_WRITE, 1);
        engine.runUntil(5_000_005);
        cpu = 1;
        task = 0;
        report(tracer, KernelTracepoint.BLOCK_RQ_COMPLETE, 1, 100, 8, SYNC_WRITE, 1, 0);
        report(tracer, KernelTracepoint.BLOCK_BIO_COMPLETE, 1, 200, 16, READ, -5);
        task = 697;
        report(tracer, KernelTracepoint.BLOCK_BIO_QUEUE, 1, 0, 0, SYNC_FLUSH);
        report(tracer, KernelTracepoint.BLOCK_RQ_ISSUE, 1, 0, 0, FLUSH, 2);
        report(tracer, KernelTracepoint.BLOCK_RQ_COMPLETE, 1, 0, 0, FLUSH, 2, 0);
        report(tracer, KernelTracepoint.BLOCK_BIO_REMAP, 1, 300, 8, READ, 2, 284);
        report(tracer, KernelTracepoint.BLOCK_SPLIT, 1, 300, 304, READ);
        report(tracer, KernelTracepoint.BLOCK_BIO_BACKMERGE, 1, 300, 8, READ, 1);
        long aheadOfMeta = BlockTrace.rwbs(Bio.Op.READ, Bio.RAHEAD | Bio.META);
        report(tracer, KernelTracepoint.BLOCK_SLEEPRQ, 1, 300, 8, aheadOfMeta);
        tracer.drain();
        output.finish(0);
        assertThat(withoutMessages(bytes.toString(UTF_8)))
                .isEqualTo(Files.readString(RECORDED, UTF_8));
    }

    private static String withoutMessages(String text) {
        return text.replaceAll("(?m)^.*  m   N .*\n", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "first-read",
                "ring-overflow",
                "sequential-bypass",
                "fsync-heavy",
                "trace-one-read",
                TracedRun.SHARED_CPU,
                TracedRun.PAGE_CACHE
            })
    void every_line_can_be_parsed_and_times_and_sequences_go_up(String scenario)
            throws IOException {
        BlkparseLines lines = lines(scenario);
        lines.checkOrder();
        assertThat(lines.all()).isNotEmpty();
    }

    private BlkparseLines lines(String scenario, String... options) throws IOException {
        return BlkparseLines.of(TracedRun.of(folder, scenario, options).blkparse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring-overflow", TracedRun.PAGE_CACHE, "queue-depth"})
    void every_request_that_is_taken_goes_to_the_drive_and_is_complete_but_those_at_the_end(
            String scenario) throws IOException {
        Map<String, Long> open = new HashMap<>();
        for (Line line : lines(scenario).all()) {
            if (!line.hasExtent()) {
                continue;
            }
            String extent = line.device() + " " + line.sector();
            switch (line.action()) {
                case 'G' -> open.merge(extent, 1L, Long::sum);
                case 'I', 'D' -> assertThat(open).as("%s", line).containsKey(extent);
                case 'M', 'F' -> assertThat(open).isNotEmpty();
                case 'C' -> {
                    assertThat(open).as("%s", line).containsKey(extent);
                    open.merge(extent, -1L, Long::sum);
                    open.remove(extent, 0L);
                }
                default -> assertThat("QPUASX").contains("" + line.action());
            }
        }
    }

    @Test
    void each_bio_of_a_run_that_ends_by_itself_is_queued_and_complete() throws IOException {
        List<Line> lines = lines("queue-depth").all();
        assertThat(count(lines, 'Q')).isEqualTo(2000);
        assertThat(count(lines, 'C')).isEqualTo(2000 - count(lines, 'M') - count(lines, 'F'));
    }

    private static long count(List<Line> lines, char action) {
        return lines.stream().filter(line -> line.action() == action).count();
    }

    @Test
    void bcache_sends_a_miss_on_to_the_disk_and_then_to_the_flash() throws IOException {
        List<String> remaps = lines("trace-one-read").all().stream()
                .filter(line -> line.action() == 'A')
                .map(Line::rest)
                .toList();
        assertThat(remaps)
                .containsExactly("2713536 + 8 <- (8,32) 2713520", "48128 + 8 <- (8,32) 2713520");
    }

    @Test
    void an_error_is_told_in_brackets() throws IOException {
        String scenario = Files.writeString(folder.resolve("error.yaml"), """
                        kiosim: 1
                        title: a read that fails
                        devices:
                          low: {kind: null, size: 1MiB}
                        processes:
                          p:
                            workload: {filename: low, rw: randread, direct: true, number_ios: 1}
                        faults: [{device: low, error: EIO}]
                        """).toString();
        assertThat(lines(scenario).all()).isEmpty(); // the fault ends it above the device
    }

    @Test
    void the_same_run_gives_the_same_bytes() throws IOException {
        String text = TracedRun.of(folder, "sequential-bypass").blkparse();
        assertThat(TracedRun.of(folder, "sequential-bypass").blkparse()).isEqualTo(text);
    }
}
