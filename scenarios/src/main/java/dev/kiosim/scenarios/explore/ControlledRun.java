package dev.kiosim.scenarios.explore;

import dev.kiosim.engine.Chooser;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.InvariantViolation;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Task;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.program.LessonProgram;
import dev.kiosim.scenarios.program.StateHash;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.scenarios.run.ScenarioRun;
import java.util.Arrays;

/**
 * One run of a scenario in which a {@link Driver} decides, step by step, who is next. Looks after
 * each step whether something has gone wrong, and knows the state it is in as a number.
 */
final class ControlledRun implements Chooser {
    /** A run without end: a program that goes round for ever without coming back to a state. */
    private static final int STEPS_MAX = 100_000;

    private final Driver driver;
    private final ScenarioRun run;
    private final Engine engine;
    private final Ledger ledger = new Ledger();
    private final KernelState kernelState;
    private final StateHash hash = new StateHash();
    private final @Nullable Transcript transcript;
    private final Actors actors;
    private final Inspection inspection;
    private LessonProgram[] programs = new LessonProgram[0];
    private long[] lastStepNanos = new long[0];
    private int[] sorted = new int[8];
    private int steps;
    private boolean stopped;
    private @Nullable Violation violation;

    /**
     * Builds the machine; nothing has run.
     *
     * @param transcript who writes down what each step does; null if nobody does
     */
    ControlledRun(
            Scenario scenario, RunOptions options, Driver driver, @Nullable Transcript transcript) {
        this.driver = driver;
        this.transcript = transcript;
        run = new ScenarioRun(
                scenario, options.watchedBy(new RunOptions.Watch(this, new Listener(options))));
        Obstacles.check(scenario, run);
        run.machine().aio().onCompletion(ledger);
        engine = run.machine().engine();
        kernelState = new KernelState(run.machine());
        actors = new Actors(run.machine().kernel());
        inspection = new Inspection(run, ledger);
        if (transcript != null) {
            run.machine().aio().onCompletion(transcript);
        }
    }

    /** The run itself, for pictures of its state. */
    ScenarioRun run() {
        return run;
    }

    Actors actors() {
        return actors;
    }

    /** How many steps have been chosen. */
    int steps() {
        return steps;
    }

    /** What went wrong, or null. */
    @Nullable
    Violation violation() {
        return violation;
    }

    /** Whether the driver ended it before its time. */
    boolean wasStopped() {
        return stopped;
    }

    /** Goes on until nothing is left to do, something has gone wrong, or the driver has enough. */
    void complete() {
        boolean more = true;
        while (more) {
            more = advance();
        }
    }

    /** Fires an event; false if it is over. */
    boolean advance() {
        try {
            if (engine.step() && steps < STEPS_MAX) {
                return true;
            }
            if (!stopped && violation == null) {
                violation = inspection.atEnd();
            }
        } catch (InvariantViolation broken) {
            violation =
                    new Violation(Violation.Kind.INVARIANT, String.valueOf(broken.getMessage()));
        }
        finishTranscript();
        return false;
    }

    // One step after the other

    @Override
    public int choose(int[] candidates, int count) {
        finishTranscript();
        violation = inspection.soFar();
        if (violation != null) {
            return NONE;
        }
        if (sorted.length < count) {
            sorted = new int[count * 2];
        }
        System.arraycopy(candidates, 0, sorted, 0, count);
        Arrays.sort(sorted, 0, count);
        int actor = driver.next(this, sorted, count);
        for (int i = 0; i < count; i++) {
            if (candidates[i] == actor) {
                take(actor);
                return i;
            }
        }
        stopped = true;
        return NONE;
    }

    private void take(int actor) {
        steps++;
        Task task = actors.task(actor);
        if (task == null) {
            kernelState.machineStep(actor);
            return;
        }
        LessonProgram program = programOf(task);
        lastStepNanos[task.tid()] = engine.nowNanos();
        if (program != null && program.isDone()) {
            return; // it parks
        }
        if (program != null && KernelState.isOfUserSpace(task)) {
            kernelState.userStep(task);
        } else {
            kernelState.callStep(task, stateOf(task));
        }
    }

    @Override
    public void chosen(Event step) {
        if (transcript != null) {
            transcript.begin(actors.name(step.actor()), step);
        }
    }

    private void finishTranscript() {
        if (transcript != null) {
            transcript.finish(this);
        }
    }

    // The state

    /**
     * A number that stands for the state: what can happen from here on depends on it alone.
     *
     * @param ready how many actors have a step at hand
     */
    long state(int ready, Limits.Pruning pruning) {
        hash.clear();
        kernelState.addTo(hash, ready, pruning);
        ledger.addState(hash);
        hash.add(engine.nowNanos());
        for (Task task : run.machine().kernel().tasks()) {
            hash.add(stateOf(task)).add(lastStepNanos[task.tid()]);
        }
        return hash.value();
    }

    private long stateOf(Task task) {
        StateHash of = new StateHash();
        of.add(task.state().code()).add(task.cpu().number()).add(task.memory().nextFree());
        LessonProgram program = programOf(task);
        if (program != null) {
            program.addState(of);
        }
        return of.value();
    }

    /** The program that {@code task} runs, or null for a thread of the kernel. */
    @Nullable
    LessonProgram programOf(Task task) {
        int tid = task.tid();
        if (tid >= programs.length) {
            programs = Arrays.copyOf(programs, tid * 2);
            lastStepNanos = Arrays.copyOf(lastStepNanos, tid * 2);
        }
        LessonProgram program = programs[tid];
        if (program == null) {
            program = run.lessons().stream()
                    .filter(lesson -> lesson.name().equals(task.name()))
                    .findFirst()
                    .orElse(null);
            programs[tid] = program;
        }
        return program;
    }

    /** What programs tell. */
    private final class Listener implements LessonProgram.Listener {
        private final RunOptions options;

        Listener(RunOptions options) {
            this.options = options;
        }

        @Override
        public void stepDone(String line) {
            options.notes().remark(line);
        }

        @Override
        public boolean isDeaf() {
            return transcript == null;
        }

        @Override
        public void delivered(Task task, long data, long res) {
            ledger.taken(task, data, res);
        }

        @Override
        public boolean followsOperations() {
            return transcript != null;
        }

        @Override
        public void operated(Task task, String what) {
            if (transcript != null) {
                transcript.add(what);
            }
        }
    }
}
