package dev.kiosim.scenarios.run;

import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.Kiocb;
import java.util.ArrayList;
import java.util.List;

/** Names of the tasks of a run, and of the threads of a trace, which get ids above all tasks. */
final class TaskNames {
    /** First id of a trace's thread: more tasks than this no scenario has. */
    static final int TRACED_FROM = 1 << 20;

    private final List<String> traced = new ArrayList<>();

    /** The id of the traced thread {@code name}, the same for the same name. */
    int trace(String name) {
        int index = traced.indexOf(name);
        if (index < 0) {
            index = traced.size();
            traced.add(name);
        }
        return TRACED_FROM + index;
    }

    /** Who asked for this IO. */
    String of(Kiocb io) {
        int id = io.accountedTaskId - TRACED_FROM;
        if (id >= 0 && id < traced.size()) {
            return traced.get(id);
        }
        Task task = io.task;
        return task == null ? "" : task.name();
    }
}
