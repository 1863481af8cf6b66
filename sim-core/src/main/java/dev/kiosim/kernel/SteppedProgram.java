package dev.kiosim.kernel;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;

/**
 * A program that is told from outside what to do next, one operation at a time, and sleeps in
 * between: for recordings that are replayed, lessons that are stepped through, and tests.
 *
 * <pre>
 * PARKED --{@link #begin}--> the operation runs, may sleep --> result is there, PARKED
 * </pre>
 *
 * <p>Parking costs no time and is no system call.
 */
public final class SteppedProgram implements Program {
    /** Fills in the operation that is to be next. */
    @FunctionalInterface
    public interface Step {
        /** Returns {@code operation}, filled in. */
        Operation fill(Operation operation);
    }

    private final Work park = this::park;
    private final Continuation unparked = task -> 0;
    private @Nullable Task task;
    private @Nullable Step step;
    private boolean parked;
    private boolean running;
    private long result;

    /** Starts a thread of {@code process} that runs this program, on {@code cpu} or any. */
    public Task start(Kernel kernel, Process process, String name, int cpu) {
        if (task != null) {
            throw violated("%s is started twice", name);
        }
        Task started = kernel.startTask(process, name, this, cpu);
        task = started;
        return started;
    }

    /** The thread that runs this program. */
    public Task task() {
        if (task == null) {
            throw violated("a stepped program has not been started");
        }
        return task;
    }

    /** Gives the next operation; the one before must be over. */
    public void begin(Step next) {
        if (running) {
            throw violated("%s is still at its last operation", task());
        }
        running = true;
        step = next;
        if (parked) {
            parked = false;
            task().wake();
        }
    }

    /** Whether the operation given last is still going on. */
    public boolean isRunning() {
        return running;
    }

    /** What the operation given last returned. */
    public long result() {
        return result;
    }

    /**
     * Gives an operation and fires events until it is over; {@link Task#BLOCKED} if none is left.
     */
    public long run(Step next) {
        begin(next);
        Task stepped = task();
        while (running && stepped.kernel().engine().step()) {
            if (stepped.state() == Task.State.EXITED) {
                running = false;
                result = stepped.exitResult();
            }
        }
        return running ? Task.BLOCKED : result;
    }

    @Override
    public Operation next(Task stepped, long resultOfLast) {
        Step next = step;
        if (next != null) {
            step = null;
            parked = false;
            return next.fill(stepped.operation());
        }
        if (running) {
            running = false;
            result = resultOfLast;
        }
        return stepped.operation().work(park);
    }

    private long park(Task stepped) {
        if (step != null) {
            return 0;
        }
        parked = true;
        return stepped.sleepUninterruptiblyThen(unparked);
    }
}
