package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.aio.RandomProgram.Machine;
import dev.kiosim.kernel.aio.RandomProgram.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing program small: leaves out tasks, then runs of steps, long ones first, then single
 * steps, and makes the machine plain, as long as it fails still; all again until nothing helps.
 * Source of the idea: Zeller and Hildebrandt 2002, ddmin.
 */
final class Shrinker {
    private static final int TRIES_MAX = 5_000;

    private final Predicate<RandomProgram> fails;
    private RandomProgram smallest;
    private int tries;

    private Shrinker(RandomProgram program, Predicate<RandomProgram> fails) {
        this.fails = fails;
        smallest = program;
    }

    /** The smallest program found that {@code fails}, as {@code program} does. */
    static RandomProgram shrink(RandomProgram program, Predicate<RandomProgram> fails) {
        Shrinker shrinker = new Shrinker(program, fails);
        boolean helped = true;
        while (helped) { // once more: what one left out may let the other go further
            helped = shrinker.leaveOutTasks();
            helped |= shrinker.leaveOutSteps();
            helped |= shrinker.makePlain();
        }
        return shrinker.smallest;
    }

    private boolean take(RandomProgram candidate) {
        boolean works = tries++ < TRIES_MAX && fails.test(candidate);
        if (works) {
            smallest = candidate;
        }
        return works;
    }

    private boolean leaveOutTasks() {
        boolean helped = false;
        for (int i = smallest.tasks().size() - 1; i >= 0 && smallest.tasks().size() > 1; i--) {
            List<List<Step>> tasks = new ArrayList<>(smallest.tasks());
            tasks.remove(i);
            helped |= take(smallest.with(tasks));
        }
        return helped;
    }

    private boolean leaveOutSteps() {
        boolean helped = false;
        for (int i = 0; i < smallest.tasks().size(); i++) {
            for (int length = smallest.tasks().get(i).size(); length > 0; length /= 2) {
                helped |= leaveOutRuns(i, length);
            }
        }
        return helped;
    }

    private boolean leaveOutRuns(int task, int length) {
        boolean helped = false;
        for (int from = smallest.tasks().get(task).size() - length; from >= 0; from -= length) {
            List<Step> steps = new ArrayList<>(smallest.tasks().get(task));
            steps.subList(from, from + length).clear();
            List<List<Step>> tasks = new ArrayList<>(smallest.tasks());
            tasks.set(task, steps);
            helped |= take(smallest.with(tasks));
        }
        return helped;
    }

    private boolean makePlain() {
        Machine m = smallest.machine();
        boolean helped = false;
        if (m.costs() != CostTable.FREE) {
            Machine free = new Machine(
                    m.cpus(),
                    CostTable.FREE,
                    m.profile(),
                    m.choosesAtRandom(),
                    m.ringBytes(),
                    m.ringStart());
            helped = take(smallest.on(free));
        }
        m = smallest.machine();
        if (m.cpus() > 1) {
            Machine fewer = new Machine(
                    m.cpus() - 1,
                    m.costs(),
                    m.profile(),
                    m.choosesAtRandom(),
                    m.ringBytes(),
                    m.ringStart());
            helped |= take(smallest.on(fewer));
        }
        m = smallest.machine();
        if (m.choosesAtRandom()) {
            Machine inOrder = new Machine(
                    m.cpus(), m.costs(), m.profile(), false, m.ringBytes(), m.ringStart());
            helped |= take(smallest.on(inOrder));
        }
        return helped;
    }
}
