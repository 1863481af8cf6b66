package dev.kiosim.scenarios.explore;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.explore.Exploration.Counterexample;
import dev.kiosim.scenarios.program.StateHash;
import dev.kiosim.scenarios.run.RunOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a scenario under all interleavings of its actors' steps, depth first. Each run begins anew
 * and repeats the choices up to the last one of which another was left, takes that one, and then
 * goes on to an end or to a state that was seen before.
 */
public final class Explorer implements Driver {
    private static final int NOBODY = -1;

    private final Scenario scenario;
    private final RunOptions options;
    private final Limits limits;
    private final StateGraph graph = new StateGraph();
    private final Map<Long, Integer> statesSeen = new LinkedHashMap<>();
    private final List<Choice> path = new ArrayList<>();
    private int at;
    private int last = NOBODY;
    private int preemptions;
    private long runs;
    private long pruned;
    private int depth;
    private boolean isPruned;

    /** Hears how far it is. */
    @FunctionalInterface
    public interface Progress {
        /** So many runs are done; false to end it. */
        boolean goOn(long runs, int states);
    }

    /** A choice point on the way to where the search is. */
    private static final class Choice {
        private final int state;
        private final int last;
        private final int preemptions;
        private final int[] candidates;
        private int index;

        Choice(int state, int last, int preemptions, int[] candidates) {
            this.state = state;
            this.last = last;
            this.preemptions = preemptions;
            this.candidates = candidates;
        }

        int actor() {
            return candidates[index];
        }
    }

    /**
     * An explorer of {@code scenario}.
     *
     * @param options for each of its runs
     */
    public Explorer(Scenario scenario, RunOptions options, Limits limits) {
        this.scenario = scenario;
        this.options = options;
        this.limits = limits;
    }

    /**
     * Explores.
     *
     * @throws dev.kiosim.scenarios.ScenarioException with all mistakes that show only now
     */
    public Exploration explore(Progress progress) {
        boolean complete = false;
        boolean goesOn = true;
        while (goesOn) {
            runOnce();
            complete = !advanceToNextChoice();
            goesOn = !complete && runs < limits.runsMax() && progress.goOn(runs, graph.states());
        }
        return result(complete);
    }

    private void runOnce() {
        at = 0;
        last = NOBODY;
        preemptions = 0;
        isPruned = false;
        ControlledRun run = new ControlledRun(scenario, options, this, null);
        run.complete();
        runs++;
        pruned += isPruned ? 1 : 0;
        depth = Math.max(depth, run.steps());
        if (!isPruned) {
            int end = enter(key(run, 0), run.violation());
            if (end >= 0) {
                graph.end(end, run.violation());
            }
        }
    }

    /** Goes back to the last choice that has another candidate; false if there is none. */
    private boolean advanceToNextChoice() {
        while (!path.isEmpty()) {
            Choice choice = path.get(path.size() - 1);
            if (++choice.index < choice.candidates.length) {
                return true;
            }
            graph.finish(choice.state);
            path.remove(path.size() - 1);
        }
        return false;
    }

    @Override
    public int next(ControlledRun run, int[] actors, int count) {
        if (at == path.size()) {
            int state = enter(key(run, count), null);
            if (state < 0) {
                isPruned = true;
                return STOP;
            }
            path.add(new Choice(state, last, preemptions, candidates(actors, count)));
        }
        Choice choice = path.get(at++);
        int actor = choice.actor();
        preemptions =
                choice.preemptions + (isPreemption(choice.last, actor, actors, count) ? 1 : 0);
        last = actor;
        return actor;
    }

    /** Whoever went last first: it is not interrupted. Then the others in their order. */
    private int[] candidates(int[] actors, int count) {
        int[] ordered = new int[count];
        int length = 0;
        for (int i = 0; i < count; i++) {
            if (actors[i] == last) {
                ordered[length++] = last;
            }
        }
        boolean mayInterrupt =
                length == 0 || !limits.limitsPreemptions() || preemptions < limits.preemptionsMax();
        for (int i = 0; i < count && mayInterrupt; i++) {
            if (actors[i] != last) {
                ordered[length++] = actors[i];
            }
        }
        return Arrays.copyOf(ordered, length);
    }

    private static boolean isPreemption(int before, int now, int[] actors, int count) {
        boolean couldGoOn = false;
        for (int i = 0; i < count; i++) {
            couldGoOn |= actors[i] == before;
        }
        return couldGoOn && now != before;
    }

    private long key(ControlledRun run, int ready) {
        long state = run.state(ready, limits.pruning());
        return limits.limitsPreemptions()
                ? StateHash.mix(StateHash.mix(state, last), preemptions)
                : state;
    }

    /**
     * Comes to a state by the step that was chosen last; its number if it is new, negative if it
     * was seen before.
     */
    private int enter(long key, @Nullable Violation violation) {
        boolean prunes = limits.pruning() != Limits.Pruning.NONE;
        long place =
                violation == null ? key : StateHash.mix(key, violation.kind().ordinal());
        Integer known = prunes ? statesSeen.get(place) : null;
        int state = known == null ? graph.addState() : known;
        if (!path.isEmpty()) {
            Choice from = path.get(path.size() - 1);
            graph.addStep(from.state, from.actor(), state);
        }
        if (known != null) {
            return -1;
        }
        if (prunes) {
            statesSeen.put(place, state);
        }
        return state;
    }

    private Exploration result(boolean complete) {
        List<Integer> shortest = graph.shortestViolation();
        return new Exploration(
                runs,
                pruned,
                graph.states(),
                graph.steps(),
                depth,
                complete,
                graph.hasCircle(),
                graph.interleavings(),
                graph.violatingInterleavings(),
                shortest.isEmpty() ? null : counterexample(shortest));
    }

    /** Runs the interleaving once more and writes down what happens. */
    private Counterexample counterexample(List<Integer> actors) {
        Transcript transcript = new Transcript();
        List<String> names = new ArrayList<>();
        int[] next = {0};
        Driver follow = (run, candidates, count) -> {
            if (next[0] == actors.size()) {
                return STOP;
            }
            int actor = actors.get(next[0]++);
            names.add(run.actors().name(actor));
            return actor;
        };
        ControlledRun run = new ControlledRun(scenario, options, follow, transcript);
        run.complete();
        Violation violation = run.violation();
        if (violation == null) {
            throw violated("the interleaving %s went wrong, and does so no more", names);
        }
        return new Counterexample(violation, new Schedule(names), transcript.rows());
    }
}
