package dev.kiosim.kernel;

/** A task that waits on a queue for anything to happen there. */
public final class TaskWaiter extends Waiter {
    private final Task task;

    /** A waiter that wakes {@code task}. */
    public TaskWaiter(Task task) {
        this.task = task;
    }

    @Override
    public void woken(long key) {
        task.wake();
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
