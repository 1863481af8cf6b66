package dev.kiosim.kernel;

import dev.kiosim.engine.Engine;
import java.util.function.Consumer;

/**
 * A task that does what a test says, one operation at a time, and sleeps in between. Time passes
 * only while an operation is awaited.
 */
public final class ScriptedTask implements Program {
    private final Engine engine;
    private final Task task;
    private Consumer<Operation> waiting;
    private boolean underWay;
    private boolean done;
    private long result;

    public ScriptedTask(Kernel kernel, Process process, String name) {
        engine = kernel.engine();
        task = kernel.startTask(process, name, this);
        engine.runUntil(engine.nowNanos());
    }

    public Task task() {
        return task;
    }

    /** Starts an operation and returns at once. */
    public ScriptedTask begin(Consumer<Operation> operation) {
        if (waiting != null || underWay) {
            throw new IllegalStateException(task + " has something to do");
        }
        waiting = operation;
        done = false;
        task.wake();
        return this;
    }

    public ScriptedTask beginSyscall(int number, long a0, long a1, long a2, long a3) {
        return begin(operation -> operation.syscall(number, a0, a1, a2, a3, 0, 0));
    }

    /** Whether the last operation has returned. */
    public boolean isDone() {
        return done;
    }

    /** Runs the machine until the operation returns; its result. */
    public long await() {
        while (!done) {
            if (!engine.step()) {
                throw new IllegalStateException(task + " waits for ever");
            }
        }
        return result;
    }

    public long syscall(int number, long a0, long a1, long a2, long a3) {
        return beginSyscall(number, a0, a1, a2, a3).await();
    }

    public long syscall(int number, long a0, long a1, long a2) {
        return syscall(number, a0, a1, a2, 0);
    }

    /** Lets time pass. */
    public void compute(long nanos) {
        begin(operation -> operation.compute(nanos)).await();
    }

    public void exit() {
        begin(Operation::end);
        engine.runUntil(engine.nowNanos());
    }

    @Override
    public Operation next(Task self, long lastResult) {
        if (underWay) {
            underWay = false;
            done = true;
            result = lastResult;
        }
        if (waiting == null) {
            return self.operation()
                    .work(idle -> waiting != null ? 0 : idle.sleepUninterruptiblyThen(woken -> 0));
        }
        Consumer<Operation> operation = waiting;
        waiting = null;
        underWay = true;
        operation.accept(self.operation());
        return self.operation();
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
