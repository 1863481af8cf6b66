package dev.kiosim.bench;

import dev.kiosim.devices.untimed.PlainCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Replay of a trace through caches, from cold: LRU and FIFO in C, plain tiers and bcache, in turns.
 * Prints medians of requests per CPU second, and of the ratios to LRU in C within each round.
 */
final class ReplayComparison {
    /** The JIT's compilers need seconds where others want the processor, too. */
    private static final int WARM_UP_ROUNDS = 5;

    private static final double MILLION = 1e6;

    private ReplayComparison() {}

    /** Compares in {@code roundCount} rounds of {@code requestCount} requests. */
    static void run(int roundCount, int requestCount) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("kiosim-replay");
        List<ReplayContender> contenders = new ArrayList<>(CCache.compiledIn(folder));
        contenders.add(new PlainTier(PlainCache.Policy.LRU, ReplayTrace.ROOM));
        contenders.add(new PlainTier(PlainCache.Policy.FIFO, ReplayTrace.ROOM));
        contenders.add(new UntimedReplay());
        contenders.add(new BcacheReplay());
        ReplayTrace trace = new ReplayTrace(requestCount);
        double[][] speeds = new double[contenders.size()][roundCount];
        double[][] ratios = new double[contenders.size()][roundCount];
        ReplayContender.Score[] last = new ReplayContender.Score[contenders.size()];
        for (int round = -WARM_UP_ROUNDS; round < roundCount; round++) {
            for (int i = 0; i < last.length; i++) {
                last[i] = contenders.get(i).replay(trace);
                if (round >= 0) {
                    speeds[i][round] = last[i].requestsPerCpuSecond();
                    ratios[i][round] = speeds[i][round] / speeds[0][round];
                }
            }
        }
        requireEqual(last[0].misses(), last[2].misses());
        requireEqual(last[1].misses(), last[3].misses());
        System.out.printf(
                Locale.ROOT,
                "%-20s %14s %14s %12s %16s%n",
                "",
                "M/CPU second",
                "ratio to C lru",
                "miss ratio",
                "bytes/request");
        for (int i = 0; i < last.length; i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%-20s %14.2f %14.2f %12.4f %16s%n",
                    contenders.get(i).name(),
                    median(speeds[i]) / MILLION,
                    median(ratios[i]),
                    last[i].misses() / (double) requestCount,
                    last[i].bytesPerRequest() < 0
                            ? "-"
                            : String.format(Locale.ROOT, "%.3f", last[i].bytesPerRequest()));
        }
        Files.delete(folder.resolve("cache"));
        Files.delete(folder.resolve("cache.c"));
        Files.delete(folder);
    }

    private static void requireEqual(long missesInC, long missesInJava) {
        if (missesInC != missesInJava) {
            throw new IllegalStateException("in C " + missesInC + " misses, here " + missesInJava);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
