package dev.kiosim.scenarios.program;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Program;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.Work;
import dev.kiosim.scenarios.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Runs the steps of a lesson, one after the other, and says what each returned. */
public final class LessonProgram implements Program {
    private final String name;
    private final List<StepSpec> specs;
    private final LessonWorld world;
    private final Listener listener;
    private final List<String> failures = new ArrayList<>();
    private final List<LessonThread> threads = new ArrayList<>();
    private final Continuation awake = task -> 0;
    private final Work park = task -> task.sleepUninterruptiblyThen(awake);
    private @Nullable Lesson starter;
    private @Nullable Lesson lesson;
    private @Nullable Step step;
    private int index = -1;
    private long results;
    private boolean parks;

    /** Hears of what the program does. */
    @FunctionalInterface
    public interface Listener {
        /** {@code line} says which process, what it did, what came of it. */
        void stepDone(String line);

        /**
         * Whether nobody wants {@link #stepDone} and {@link #operated}, so that none is written.
         */
        default boolean isDeaf() {
            return false;
        }

        /** The program of {@code task} has taken an event out of a ring or off a list. */
        default void delivered(Task task, long data, long res) {}

        /** Whether {@link #operated} is listened to. */
        default boolean followsOperations() {
            return false;
        }

        /** An operation of {@code task} has taken effect: what it did, in a few words. */
        default void operated(Task task, String what) {}
    }

    /** A thread that starts when the program ends, in the same process. */
    private record LessonThread(LessonProgram program, int cpu) {}

    /** A program of {@code specs} for the process called {@code name}. */
    public LessonProgram(String name, List<StepSpec> specs, LessonWorld world, Listener listener) {
        this.name = name;
        this.specs = specs;
        this.world = world;
        this.listener = listener;
    }

    /**
     * When this program has ended, {@code thread} starts in its process and knows all its names.
     *
     * @param cpu as for {@link dev.kiosim.kernel.Kernel#startTask}
     */
    public void startsAtEnd(LessonProgram thread, int cpu) {
        threads.add(new LessonThread(thread, cpu));
    }

    /**
     * At its end the task shall not exit but sleep for ever, so that what it leaves can be seen.
     */
    public void parkAtEnd() {
        parks = true;
    }

    /** What the process or thread is called. */
    public String name() {
        return name;
    }

    /** Steps that did not return what the scenario says. */
    public List<String> failures() {
        return failures;
    }

    /** Whether all steps are done. */
    public boolean isDone() {
        return index >= specs.size();
    }

    /** The task that runs it; null if it has not begun. */
    public @Nullable Task task() {
        return lesson == null ? null : lesson.task();
    }

    /** Tells the address of every context that the program knows. */
    public void contexts(LongConsumer address) {
        if (lesson != null) {
            lesson.contexts().values().forEach(address::accept);
        }
    }

    /** Tells the address of the head of every completion list that the program knows. */
    public void lists(LongConsumer address) {
        if (lesson != null) {
            lesson.lists().values().forEach(address::accept);
        }
    }

    /** Adds all that it will go by from here on, beside what its operations will give. */
    public void addState(StateHash hash) {
        hash.add(index);
        if (lesson != null) {
            lesson.addState(hash);
        }
        if (step != null && !isDone()) {
            step.addState(hash, results);
            hash.add(specs.get(index).common().settings().has("ret") ? results : 0);
        }
    }

    @Override
    public Operation next(Task task, long result) {
        Lesson at = lesson;
        if (at == null) {
            at = begin(task);
        }
        at.goesOnIn(task);
        Step current = step;
        if (current != null) {
            results = StateHash.mix(results, result);
            String told = listener.followsOperations() ? current.told(at, result) : null;
            Operation more = current.resume(at, result);
            if (told != null) {
                listener.operated(task, told);
            } else if (more != null && listener.followsOperations()) {
                listener.operated(task, specs.get(index).kind() + " goes on");
            }
            if (more != null) {
                return more;
            }
            long outcome = current.result(result);
            if (isToBeDoneAgain(specs.get(index), outcome)) {
                index--;
            } else {
                done(at, specs.get(index), current, outcome, told == null);
            }
        }
        return beginNext(at);
    }

    private static boolean isToBeDoneAgain(StepSpec spec, long outcome) {
        Settings common = spec.common().settings();
        return common.has("again_if") && number(common, "again_if") == outcome;
    }

    private Lesson begin(Task task) {
        Lesson begun = new Lesson(task, world, listener);
        if (starter != null) {
            begun.knowing(starter);
        }
        lesson = begun;
        return begun;
    }

    private Operation beginNext(Lesson at) {
        index++;
        results = 0;
        step = null;
        if (index == specs.size()) {
            return end(at);
        }
        StepSpec spec = specs.get(index);
        try {
            Step next = StepMakers.make(spec);
            step = next;
            return next.begin(at);
        } catch (ConfigException found) { // a name that no earlier step gave
            failures.add(spec.section().mistake(found).firstLine());
            return at.task().operation().end();
        }
    }

    private Operation end(Lesson at) {
        Task task = at.task();
        for (LessonThread thread : threads) {
            LessonProgram program = thread.program();
            if (program.starter != null) {
                throw violated("thread %s starts twice", program.name);
            }
            program.starter = at;
            task.kernel().startTask(task.process(), program.name, program, thread.cpu());
        }
        return parks ? task.operation().work(park) : task.operation().end();
    }

    private void done(Lesson at, StepSpec spec, Step current, long result, boolean isUntold) {
        if (!listener.isDeaf()) {
            tell(at, spec, current, result, isUntold);
        }
        if (!current.failure().isEmpty()) {
            failures.add(spec.section().at() + ": " + current.failure());
        }
        Settings common = spec.common().settings();
        if (common.has("ret") && number(common, "ret") != result) {
            failures.add(spec.section().at() + ": " + spec.kind() + " returned "
                    + Errno.describe(result) + ", expected "
                    + Errno.describe(number(common, "ret")));
        }
    }

    private void tell(Lesson at, StepSpec spec, Step current, long result, boolean isUntold) {
        String remark = current.remark(at);
        String what = spec.kind();
        if (current.hasResult()) {
            what += " = " + Errno.describe(result) + (remark.isEmpty() ? "" : "  " + remark);
            listener.stepDone(name + ": " + what);
        } else if (!remark.isEmpty()) {
            listener.stepDone(name + ": " + what + remark);
        }
        if (isUntold && listener.followsOperations()) {
            listener.operated(at.task(), what);
        }
    }

    private static long number(Settings common, String key) {
        if (!common.isText(key)) {
            return common.number(key);
        }
        String error = common.text(key);
        Integer errno = Errno.number(error.startsWith("-") ? error.substring(1) : error);
        return errno == null ? 0 : -errno;
    }
}
