package dev.kiosim.scenarios.program;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Program;
import dev.kiosim.kernel.Task;
import dev.kiosim.scenarios.StepSpec;
import java.util.ArrayList;
import java.util.List;

/** Runs the steps of a lesson, one after the other, and says what each returned. */
public final class LessonProgram implements Program {
    private final String name;
    private final List<StepSpec> specs;
    private final LessonWorld world;
    private final Listener listener;
    private final List<String> failures = new ArrayList<>();
    private @Nullable Lesson lesson;
    private @Nullable Step step;
    private int index = -1;

    /** Hears of each step that is done. */
    @FunctionalInterface
    public interface Listener {
        /** {@code line} says which process, what it did, what came of it. */
        void stepDone(String line);
    }

    /** A program of {@code specs} for the process called {@code name}. */
    public LessonProgram(String name, List<StepSpec> specs, LessonWorld world, Listener listener) {
        this.name = name;
        this.specs = specs;
        this.world = world;
        this.listener = listener;
    }

    /** Steps that did not return what the scenario says. */
    public List<String> failures() {
        return failures;
    }

    @Override
    public Operation next(Task task, long result) {
        Lesson at = lesson;
        if (at == null) {
            at = new Lesson(task, world);
            lesson = at;
        }
        at.goesOnIn(task);
        Step current = step;
        if (current != null) {
            Operation more = current.resume(at, result);
            if (more != null) {
                return more;
            }
            done(at, specs.get(index), current, current.result(result));
        }
        return beginNext(at);
    }

    private Operation beginNext(Lesson at) {
        index++;
        if (index == specs.size()) {
            return at.task().operation().end();
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

    private void done(Lesson at, StepSpec spec, Step current, long result) {
        String remark = current.remark(at);
        if (current.hasResult()) {
            String line = name + ": " + spec.kind() + " = " + Errno.describe(result);
            listener.stepDone(remark.isEmpty() ? line : line + "  " + remark);
        } else if (!remark.isEmpty()) {
            listener.stepDone(name + ": " + spec.kind() + remark);
        }
        if (!current.failure().isEmpty()) {
            failures.add(spec.section().at() + ": " + current.failure());
        }
        Settings common = spec.common().settings();
        if (common.has("ret") && expected(common) != result) {
            failures.add(spec.section().at() + ": " + spec.kind() + " returned "
                    + Errno.describe(result) + ", expected " + Errno.describe(expected(common)));
        }
    }

    private static long expected(Settings common) {
        if (!common.isText("ret")) {
            return common.number("ret");
        }
        String error = common.text("ret");
        Integer errno = Errno.number(error.startsWith("-") ? error.substring(1) : error);
        return errno == null ? 0 : -errno;
    }
}
