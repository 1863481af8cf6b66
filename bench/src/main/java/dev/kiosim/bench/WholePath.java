package dev.kiosim.bench;

import com.sun.management.ThreadMXBean;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.run.CompletionSink;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.scenarios.run.ScenarioRun;
import dev.kiosim.trace.TraceReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The whole path, output off: io_submit, bcache, SSD (or disk, for a miss), ring, io_getevents.
 * Random reads of 4 KiB, zipf 1.0, 32 in flight, under the classic ABI and under the new one with
 * two attributes on every iocb, in turns.
 */
final class WholePath {
    private static final int SLICE_EVENTS = 100_000;
    private static final long WARM_UP_IOS = 3_000_000;
    private static final long ROUND_IOS = 2_000_000;
    private static final long TRACING_IOS = 500_000;
    private static final String SCENARIO = """
            kiosim: 1
            title: whole path
            machine: {cpus: 2, costs: 2013-server}
            kernel: {abi: v2}
            devices:
              hdd: {kind: disk}
              flash: {kind: ssd, preset: p3700}
              cached: {kind: bcache, backing: hdd, cache: flash}
            files:
              data: {device: cached, size: 64MiB}
            processes:
              reader:
                workload:
                  filename: data
                  rw: randread
                  random_distribution: "zipf:1.0"
                  direct: true
                  iodepth: 32
                  iodepth_batch_submit: 32
                  number_ios: 1
                  attributes: [IO_TIME, CACHE_RESULT]
            """;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private WholePath() {}

    /** What one stretch of a run cost. */
    private record Score(double iosPerCpuSecond, double eventsPerIo, double bytesPerIo) {}

    /** Compares the two ABIs in {@code rounds} rounds. */
    static void run(int rounds) {
        WholePath path = new WholePath();
        ScenarioRun classic = start("v1", Long.MAX_VALUE / 4);
        ScenarioRun modern = start("v2", Long.MAX_VALUE / 4);
        path.stretch(classic, WARM_UP_IOS);
        path.stretch(modern, WARM_UP_IOS);
        double[] ratios = new double[rounds];
        Score[] v1 = new Score[rounds];
        Score[] v2 = new Score[rounds];
        for (int i = 0; i < rounds; i++) {
            v1[i] = path.stretch(classic, ROUND_IOS);
            v2[i] = path.stretch(modern, ROUND_IOS);
            ratios[i] = v2[i].iosPerCpuSecond() / v1[i].iosPerCpuSecond();
        }
        print("v1", v1);
        print("v2", v2);
        Arrays.sort(ratios);
        System.out.printf(Locale.ROOT, "v2 / v1, median of ratios: %.2f%n", ratios[rounds / 2]);
    }

    /** Compares a run whose tracepoints go to buffers with one that has none of it, in rounds. */
    static void tracing(int rounds) {
        WholePath path = new WholePath();
        ScenarioRun plain = start("v2", Long.MAX_VALUE / 4);
        ScenarioRun traced = start("v2", Long.MAX_VALUE / 4, "tracing.mode=flight_recorder");
        path.stretch(plain, TRACING_IOS);
        path.stretch(traced, TRACING_IOS);
        double[] ratios = new double[rounds];
        Score[] off = new Score[rounds];
        Score[] on = new Score[rounds];
        for (int i = 0; i < rounds; i++) {
            off[i] = path.stretch(plain, TRACING_IOS);
            on[i] = path.stretch(traced, TRACING_IOS);
            ratios[i] = on[i].iosPerCpuSecond() / off[i].iosPerCpuSecond();
        }
        print("off", off);
        print("on", on);
        Arrays.sort(ratios);
        System.out.printf(Locale.ROOT, "on / off, median of ratios: %.2f%n", ratios[rounds / 2]);
    }

    /**
     * Runs {@code ios} IOs and prints the peak of this process's memory: run it with -Xmx128m, once
     * for each length.
     */
    static void memory(long ios) throws IOException {
        ScenarioRun run = start("v2", ios);
        while (run.advance(SLICE_EVENTS)) {
            Thread.onSpinWait();
        }
        String digest = run.finish().digest().hex();
        String peak = "not known on this system";
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                peak = line.substring("VmHWM:".length()).strip();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d IOs: peak resident memory %s, digest %s%n",
                run.completions(),
                peak,
                digest);
    }

    private static ScenarioRun start(String abi, long ios, String... further) {
        List<String> settings = new ArrayList<>(
                List.of("kernel.abi=" + abi, "processes.reader.workload.number_ios=" + ios));
        settings.addAll(List.of(further));
        Source source = Source.of("whole-path.yaml", SCENARIO);
        Scenario scenario = new ScenarioReader().read(source, settings);
        RunOptions options = new RunOptions(
                OptionalLong.empty(),
                TraceReader.NONE,
                CompletionSink.NONE,
                System.err::println,
                (from, path) -> {
                    throw new IOException("this scenario has no trace");
                });
        return new ScenarioRun(scenario, options);
    }

    private Score stretch(ScenarioRun run, long ios) {
        long from = run.completions();
        long eventsFrom = run.machine().engine().eventsFired();
        long bytesFrom = thread.getCurrentThreadAllocatedBytes();
        long nanosFrom = thread.getCurrentThreadCpuTime();
        while (run.completions() - from < ios) {
            run.advance(SLICE_EVENTS);
        }
        double done = run.completions() - from;
        double nanos = thread.getCurrentThreadCpuTime() - nanosFrom;
        double bytes = thread.getCurrentThreadAllocatedBytes() - bytesFrom;
        double events = run.machine().engine().eventsFired() - eventsFrom;
        return new Score(done * 1e9 / nanos, events / done, bytes / done);
    }

    private static void print(String abi, Score[] scores) {
        double[] speeds = Arrays.stream(scores)
                .mapToDouble(Score::iosPerCpuSecond)
                .sorted()
                .toArray();
        Score last = scores[scores.length - 1];
        System.out.printf(
                Locale.ROOT,
                "%s: %.3f M IO/CPU second, %.2f events per IO, %.4f bytes allocated per IO%n",
                abi,
                speeds[speeds.length / 2] / 1e6,
                last.eventsPerIo(),
                last.bytesPerIo());
    }
}
