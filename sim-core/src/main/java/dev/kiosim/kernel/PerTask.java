package dev.kiosim.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One object for each task, made when first asked for: the state of a system call that can sleep. A
 * task is in at most one system call, so the state is used again and nothing is allocated per call.
 */
public final class PerTask<T> {
    private final List<T> byNumber = new ArrayList<>();
    private final Function<Task, T> make;

    /** State made by {@code make}. */
    public PerTask(Function<Task, T> make) {
        this.make = make;
    }

    /** The state of {@code task}. */
    public T of(Task task) {
        while (byNumber.size() <= task.number()) {
            byNumber.add(null);
        }
        T state = byNumber.get(task.number());
        if (state == null) {
            state = make.apply(task);
            byNumber.set(task.number(), state);
        }
        return state;
    }
}
