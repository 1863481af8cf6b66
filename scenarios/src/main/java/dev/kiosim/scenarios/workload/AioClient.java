package dev.kiosim.scenarios.workload;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Task;

/**
 * The user-space side of one ABI, as libaio is for the classic one: lays out iocbs in the task's
 * memory, fills in system calls, reads events. One for each task; a slot is a request that may be
 * in flight.
 */
public interface AioClient {
    /** Fills in the call that sets the context up. */
    Operation setUp(Task task);

    /** Sets the context up: takes its result; 0 or -errno. */
    long setUpDone(Task task, long result);

    /** Puts {@code request} as {@code slot} behind those prepared so far. */
    void prepare(int slot, IoRequest request);

    /** How many requests are prepared and not yet accepted. */
    int prepared();

    /** Fills in the call that submits what is prepared. */
    Operation submit(Task task);

    /**
     * Takes the result of a submit: how many were accepted; 0 if the first was refused
     * ({@code result} says why), which stays prepared.
     */
    int submitted(long result);

    /** Drops the first prepared request, which the kernel refuses; returns its slot. */
    int dropFirst();

    /**
     * Fills in the call that takes events.
     *
     * @param eventsMin how many to wait for at least, where the ABI can say so
     * @param timeoutNanos how long to wait, or -1 for as long as it takes
     */
    Operation reap(Task task, int eventsMin, long timeoutNanos);

    /** Whether an error of that call only says that nothing came: -EINTR, and others. */
    default boolean cameToNothing(long error) {
        return error == -Errno.EINTR;
    }

    /** Takes the result of a reap that is not negative: how many events there are. */
    int reaped(long result);

    /** Slot of event {@code index} of the last reap; called in ascending order. */
    int slot(int index);

    /** Result of event {@code index}: bytes or -errno. */
    long result(int index);

    /** Fills in a call that sleeps for {@code nanos}. */
    Operation sleep(Task task, long nanos);

    /** Fills in the call that destroys the context. */
    Operation tearDown(Task task);

    /** Whether events can be taken in user space alone, and the call does no more than wait. */
    default boolean takesOnlyInUserSpace() {
        return false;
    }

    /**
     * The next load, store or exchange of a reap in user space, given what the last one gave; begun
     * with {@link #beginUserReap}.
     */
    Operation userReapStep(Task task, long result);

    /** Begins a reap in user space. */
    void beginUserReap();

    /** Whether the reap in user space is over; {@link #reaped} with {@link #userReaped} follows. */
    boolean userReapDone();

    /** How many events the reap in user space took. */
    int userReaped();
}
