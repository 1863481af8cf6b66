package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.Waiter;

/**
 * A task takes events and waits until it has enough: the common part of io_getevents and
 * io_pgetevents.
 *
 * <pre>
 * take --enough, error, or no waiting wanted--> done
 *   '--> on the queue --take again--> enough, error, time over, signal: done
 *              ^------ woken ------'--nothing new: sleeps
 * </pre>
 *
 * <p>It takes events while it waits, so a time-out or a signal ends in a short count. On the queue
 * it says how many it lacks, and a completion wakes it only if that many lie in the ring. Source:
 * Linux fs/aio.c, read_events and aio_read_events.
 */
final class EventWait extends Waiter implements Continuation {
    private final Task task;
    private @Nullable KioctxV1 context;
    private long minNr;
    private long nr;
    private long events;
    private long taken;
    private long lacking;

    EventWait(Task task) {
        this.task = task;
    }

    /**
     * Begins; returns as a system call does.
     *
     * @param min events wanted, 0 to {@code most}
     * @param to user address of the array of events
     * @param timeoutNanos 0: do not wait; negative: without end
     */
    long begin(KioctxV1 from, long min, long most, long to, long timeoutNanos) {
        context = from;
        minNr = min;
        nr = most;
        events = to;
        taken = 0;
        from.enter();
        boolean done = take(from);
        if (done || timeoutNanos == 0) {
            return finish(from);
        }
        if (timeoutNanos == Timespec.UNREADABLE) {
            taken = taken == 0 ? -Errno.EFAULT : taken; // noticed only now that it must wait
            return finish(from);
        }
        task.stopTimeout();
        if (timeoutNanos > 0) {
            long nowNanos = task.kernel().engine().nowNanos();
            task.startTimeout(from.era().waitNanos(timeoutNanos, nowNanos));
        }
        return resume(task);
    }

    @Override
    public long resume(Task waiting) {
        KioctxV1 from = context;
        if (from == null) {
            throw violated("%s goes on waiting for no context", waiting);
        }
        while (true) {
            long before = taken;
            boolean ends = task.signals().isPending() || task.timedOut();
            lacking = minNr - taken;
            if (!isWaiting()) {
                from.waiters().add(this);
            }
            if (take(from) || ends) {
                from.waiters().remove(this);
                task.stopTimeout();
                return finish(from);
            }
            if (taken == before) {
                return task.sleepThen(this);
            }
        }
    }

    /** Takes what there is; true if the call is to end. */
    private boolean take(KioctxV1 from) {
        long to = events + Math.max(0, taken) * IoEventView.SIZE_BYTES;
        long got = from.readEvents(task.memory(), to, nr - taken, minNr - Math.max(0, taken));
        if (got > 0) {
            taken += got;
        }
        if (from.isDead()) {
            got = -Errno.EINVAL;
        }
        if (taken == 0) {
            taken = got;
        }
        return got < 0 || taken >= minNr;
    }

    @Override
    public void woken(long inRing) {
        KioctxV1 from = context;
        if (from != null && inRing >= lacking) {
            from.waiters().remove(this);
            task.wake();
        }
    }

    private long finish(KioctxV1 from) {
        context = null;
        from.leave();
        if (taken > 0) {
            task.charge(taken * task.kernel().costs().reapEvent());
        }
        return taken;
    }
}
