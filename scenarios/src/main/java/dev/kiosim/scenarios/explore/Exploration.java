package dev.kiosim.scenarios.explore;

import dev.kiosim.engine.Nullable;
import java.math.BigInteger;
import java.util.List;

/**
 * What came of exploring a scenario.
 *
 * @param runs interleavings that were run, each to its end or to a state that was seen before
 * @param pruned those of them that ended at a state that was seen before
 * @param states different states
 * @param steps different steps between them
 * @param depth steps of the longest run
 * @param complete whether every interleaving within the limit of preemptions was covered
 * @param isEndless whether some go round in a circle, so that their number is not finite
 * @param interleavings how many interleavings that covers; of no meaning if it is not complete
 * @param violating how many of them go wrong
 * @param counterexample the shortest of those; null if none was found
 */
public record Exploration(
        long runs,
        long pruned,
        int states,
        int steps,
        int depth,
        boolean complete,
        boolean isEndless,
        BigInteger interleavings,
        BigInteger violating,
        @Nullable Counterexample counterexample) {

    /**
     * An interleaving that goes wrong.
     *
     * @param rows what each step did
     */
    public record Counterexample(
            Violation violation, Schedule schedule, List<Transcript.Row> rows) {
        public Counterexample {
            rows = List.copyOf(rows);
        }
    }

    /** The word for what was found: that of a violation, or {@code none}. */
    public String verdict() {
        Counterexample found = counterexample;
        return found == null ? "none" : found.violation().kind().word();
    }
}
