package dev.kiosim.scenarios.explore;

import dev.kiosim.engine.Nullable;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The states that were found, and the steps between them. A state from which nothing goes on, or in
 * which something went wrong, ends an interleaving.
 *
 * <p>States are added as a depth-first search finds them and {@link #finish}ed when all steps from
 * them have been followed; then it is known how many interleavings go on from there.
 */
final class StateGraph {
    private static final int NONE = -1;

    private int[] firstStep = new int[256];
    private boolean[] finished = new boolean[256];
    private BigInteger[] interleavings = new BigInteger[256];
    private BigInteger[] violating = new BigInteger[256];
    private final Map<Integer, Violation> violations = new LinkedHashMap<>();
    private int states;
    private int[] actor = new int[256];
    private int[] target = new int[256];
    private int[] nextStep = new int[256];
    private int steps;
    private boolean hasCircle;

    /** A new state; the first one is where every interleaving begins. */
    int addState() {
        if (states == firstStep.length) {
            firstStep = Arrays.copyOf(firstStep, states * 2);
            finished = Arrays.copyOf(finished, states * 2);
            interleavings = Arrays.copyOf(interleavings, states * 2);
            violating = Arrays.copyOf(violating, states * 2);
        }
        firstStep[states] = NONE;
        interleavings[states] = BigInteger.ZERO;
        violating[states] = BigInteger.ZERO;
        return states++;
    }

    /** A step of {@code who} leads from one state to the other. */
    void addStep(int from, int who, int to) {
        if (steps == actor.length) {
            actor = Arrays.copyOf(actor, steps * 2);
            target = Arrays.copyOf(target, steps * 2);
            nextStep = Arrays.copyOf(nextStep, steps * 2);
        }
        actor[steps] = who;
        target[steps] = to;
        nextStep[steps] = firstStep[from];
        firstStep[from] = steps++;
    }

    /** Interleavings that come to {@code state} end there: {@code found} went wrong, or nothing. */
    void end(int state, @Nullable Violation found) {
        finished[state] = true;
        interleavings[state] = BigInteger.ONE;
        if (found != null) {
            violations.put(state, found);
            violating[state] = BigInteger.ONE;
        }
    }

    /** All steps from {@code state} have been added, and followed. */
    void finish(int state) {
        BigInteger all = BigInteger.ZERO;
        BigInteger bad = BigInteger.ZERO;
        for (int step = firstStep[state]; step != NONE; step = nextStep[step]) {
            hasCircle |= !finished[target[step]];
            all = all.add(interleavings[target[step]]);
            bad = bad.add(violating[target[step]]);
        }
        finished[state] = true;
        interleavings[state] = all;
        violating[state] = bad;
    }

    int states() {
        return states;
    }

    int steps() {
        return steps;
    }

    /** Whether some interleaving comes back to a state it was in, so that there is no end of it. */
    boolean hasCircle() {
        return hasCircle;
    }

    /** Interleavings from the first state to an end. */
    BigInteger interleavings() {
        return interleavings[0];
    }

    /** Those of them that go wrong. */
    BigInteger violatingInterleavings() {
        return violating[0];
    }

    /** How many states there are in which something went wrong. */
    int violations() {
        return violations.size();
    }

    /**
     * The shortest way from the first state to a violation: fewest steps, and of those, fewest
     * changes from one actor to another. Empty if there is none.
     */
    List<Integer> shortestViolation() {
        Map<Long, Way> layer = new LinkedHashMap<>();
        layer.put(0L, new Way(0, 0, 0, null));
        boolean[] reached = new boolean[states];
        while (!layer.isEmpty()) {
            Way best = best(layer);
            if (best != null) {
                return best.actors();
            }
            layer.values().forEach(way -> reached[way.state] = true);
            layer = nextLayer(layer, reached);
        }
        return List.of();
    }

    private @Nullable Way best(Map<Long, Way> layer) {
        Way best = null;
        for (Way way : layer.values()) {
            if (violations.containsKey(way.state) && (best == null || way.changes < best.changes)) {
                best = way;
            }
        }
        return best;
    }

    /** For each state that is reached with one step more, and each actor that comes last: a way. */
    private Map<Long, Way> nextLayer(Map<Long, Way> layer, boolean[] reached) {
        Map<Long, Way> next = new LinkedHashMap<>();
        for (Way way : layer.values()) {
            ArrayDeque<Integer> inOrder = new ArrayDeque<>();
            for (int step = firstStep[way.state]; step != NONE; step = nextStep[step]) {
                inOrder.addFirst(step);
            }
            for (int step : inOrder) {
                if (!reached[target[step]]) {
                    Way longer = way.then(target[step], actor[step]);
                    long place = (long) longer.state << Integer.SIZE | longer.actor;
                    Way known = next.get(place);
                    if (known == null || longer.changes < known.changes) {
                        next.put(place, longer);
                    }
                }
            }
        }
        return next;
    }

    /** A way from the first state: its last step, and the way before it. */
    private record Way(
            int state, int actor, int changes, @Nullable Way before) {
        Way then(int to, int who) {
            boolean isChange = before != null && who != actor;
            return new Way(to, who, changes + (isChange ? 1 : 0), this);
        }

        List<Integer> actors() {
            List<Integer> actors = new ArrayList<>();
            for (Way way = this; way.before != null; way = way.before) {
                actors.add(way.actor);
            }
            Collections.reverse(actors);
            return actors;
        }
    }
}
