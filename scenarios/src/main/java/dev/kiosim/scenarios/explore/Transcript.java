package dev.kiosim.scenarios.explore;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.AioKiocb;
import dev.kiosim.kernel.aio.CompletionListener;
import dev.kiosim.scenarios.program.LessonProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What each step of an interleaving did, one line a step. */
public final class Transcript implements CompletionListener {
    private final List<Row> rows = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private String actor = "";
    private @Nullable Event step;
    private String before = "";

    /** A step: who took it, what it did. */
    public record Row(String actor, String text) {}

    /** Nothing has happened. */
    public Transcript() {}

    /** The steps so far. */
    public List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** {@code next} is about to be taken by {@code who}. */
    void begin(String who, Event next) {
        actor = who;
        step = next;
        before = next.toString();
        text.setLength(0);
    }

    /** The step does something. */
    void add(String what) {
        text.append(text.isEmpty() ? "" : ", ").append(what);
    }

    @Override
    public void completed(AioKiocb request) {
        add("completes {data " + Long.toUnsignedString(request.userData) + ", res "
                + Errno.describe(request.res) + "}");
    }

    /** The step that has begun, if any, is over. */
    void finish(ControlledRun run) {
        Event taken = step;
        if (taken == null) {
            return;
        }
        step = null;
        if (text.isEmpty()) {
            add(taken instanceof Task task ? silent(task, run) : before);
        }
        rows.add(new Row(actor, text.toString()));
    }

    /** What a task does that says nothing. */
    private static String silent(Task task, ControlledRun run) {
        LessonProgram program = run.programOf(task);
        if (program != null && program.isDone()) {
            return "ends";
        }
        if (task.state() == Task.State.BLOCKED) {
            Syscall call = task.kernel().syscalls().find(task.operation().syscallNumber());
            return (call == null ? "" : call.name() + ": ") + "sleeps";
        }
        return "begins";
    }
}
