package dev.kiosim.bench;

import dev.kiosim.bench.HoldModel.Contender;
import dev.kiosim.bench.HoldModel.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The hold model on the C heap, the bare queue and the engine, in turns, so that all of them see
 * the same machine. Prints medians of holds per CPU second, and of the ratios within each round.
 */
final class HoldComparison {
    private static final int[] EVENT_COUNTS = {64, 1 << 10, 1 << 14, 1 << 18};
    private static final int HOLDS = 8_000_000;
    private static final int WARM_UP_ROUNDS = 2;
    private static final double MILLION = 1e6;

    private final List<CHeapHold> heaps;
    private final List<Contender> contenders = new ArrayList<>();
    private final int roundCount;

    private HoldComparison(List<CHeapHold> heaps, int roundCount) {
        this.heaps = heaps;
        this.roundCount = roundCount;
        contenders.addAll(heaps);
        contenders.add(new QueueHold());
        contenders.add(new EngineHold());
    }

    /** Compares in {@code roundCount} rounds for each size of queue. */
    static void run(int roundCount) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("kiosim-hold");
        HoldComparison comparison = new HoldComparison(CHeapHold.compiledIn(folder), roundCount);
        System.out.printf(
                Locale.ROOT, "%8s  %-14s %18s %16s%n", "events", "", "M holds/CPU s", "ratio to C");
        for (int eventCount : EVENT_COUNTS) {
            comparison.compare(new HoldModel(eventCount, HOLDS));
        }
        Files.delete(folder.resolve("hold"));
        Files.delete(folder.resolve("hold.c"));
        Files.delete(folder);
    }

    private void compare(HoldModel model) throws IOException, InterruptedException {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            playRound(model);
        }
        double[][] speeds = new double[contenders.size()][roundCount];
        double[][] ratios = new double[contenders.size()][roundCount];
        for (int round = 0; round < roundCount; round++) {
            double[] played = playRound(model);
            double fastestHeap = Arrays.stream(played, 0, heaps.size()).max().orElseThrow();
            for (int i = 0; i < played.length; i++) {
                speeds[i][round] = played[i];
                ratios[i][round] = played[i] / fastestHeap;
            }
        }
        for (int i = 0; i < contenders.size(); i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%8d  %-14s %18.2f %16.2f%n",
                    model.eventCount(),
                    contenders.get(i).name(),
                    median(speeds[i]) / MILLION,
                    median(ratios[i]));
        }
    }

    /** Lets each contender play once; returns their speeds, having checked that they agree. */
    private double[] playRound(HoldModel model) throws IOException, InterruptedException {
        double[] speeds = new double[contenders.size()];
        long sequenceSum = -1;
        for (int i = 0; i < speeds.length; i++) {
            Score score = contenders.get(i).play(model);
            if (i > 0 && score.sequenceSum() != sequenceSum) {
                throw new IllegalStateException(
                        contenders.get(i).name() + " took other events than those before it");
            }
            sequenceSum = score.sequenceSum();
            speeds[i] = score.holdsPerCpuSecond();
        }
        return speeds;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
