package dev.kiosim.kernel;

import dev.kiosim.engine.Nullable;
import java.util.ArrayDeque;

/**
 * One CPU: the task that runs on it, those that wait for it, and the time that interrupts took from
 * it.
 */
public final class Cpu {
    private final int number;
    private final ArrayDeque<Task> queue = new ArrayDeque<>();
    private @Nullable Task current;
    private @Nullable Task previous;
    private long stolenNanos;
    private long interruptNanos;

    Cpu(int number) {
        this.number = number;
    }

    /** 0 to online CPUs - 1. */
    public int number() {
        return number;
    }

    /** The task that has this CPU, or null. */
    public @Nullable Task current() {
        return current;
    }

    /** Total CPU time of interrupts, nanoseconds. */
    public long interruptNanos() {
        return interruptNanos;
    }

    /** An interrupt takes {@code nanos}; the task that runs here is held up by as much. */
    void steal(long nanos) {
        interruptNanos += nanos;
        if (current != null) {
            stolenNanos += nanos;
        }
    }

    long takeStolen() {
        long stolen = stolenNanos;
        stolenNanos = 0;
        return stolen;
    }

    boolean isIdle() {
        return current == null;
    }

    boolean hasWaiting() {
        return !queue.isEmpty();
    }

    int load() {
        return queue.size() + (current == null ? 0 : 1);
    }

    void enqueue(Task task) {
        queue.add(task);
    }

    /** {@code task} gets this CPU when the current one leaves it, before all who wait. */
    void enqueueFirst(Task task) {
        queue.addFirst(task);
    }

    @Nullable
    Task nextWaiting() {
        return queue.poll();
    }

    /** Turns to {@code task}; whether that is another than the last one that ran here. */
    boolean turnTo(Task task) {
        boolean switches = previous != task;
        current = task;
        previous = task;
        stolenNanos = 0;
        return switches;
    }

    void release() {
        current = null;
    }
}
