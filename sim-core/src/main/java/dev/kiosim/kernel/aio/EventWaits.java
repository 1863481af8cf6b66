package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/**
 * The waits of one system call, one for each task: finds the context, waits, ends as the call
 * wants.
 */
final class EventWaits {
    /** What a call makes of the count or error. */
    @FunctionalInterface
    interface Ending {
        /** The wait has ended with {@code result}. */
        long ended(Task task, long result);
    }

    private final AioV1 v1;
    private final Ending ending;
    private final PerTask<Call> calls = new PerTask<>(Call::new);

    EventWaits(AioV1 v1, Ending ending) {
        this.v1 = v1;
        this.ending = ending;
    }

    /** Begins the call, whose time-out has been read; returns as a system call does. */
    long begin(Task task, SyscallArgs args, long timeoutNanos) {
        return calls.of(task).begin(args, timeoutNanos);
    }

    private final class Call implements Continuation {
        private final Task task;
        private final EventWait wait;

        Call(Task task) {
            this.task = task;
            wait = new EventWait(task);
        }

        long begin(SyscallArgs args, long timeoutNanos) {
            KioctxV1 context = v1.find(task, args.asLong(0));
            long minNr = args.asLong(1);
            long nr = args.asLong(2);
            if (context == null || minNr < 0 || minNr > nr) {
                return ending.ended(task, -Errno.EINVAL);
            }
            return goOn(wait.begin(context, minNr, nr, args.asLong(3), timeoutNanos));
        }

        @Override
        public long resume(Task resumed) {
            return goOn(wait.resume(resumed));
        }

        private long goOn(long result) {
            return result == Task.BLOCKED ? task.sleepThen(this) : ending.ended(task, result);
        }
    }
}
