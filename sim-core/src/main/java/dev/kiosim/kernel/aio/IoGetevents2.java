package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/**
 * io_getevents2(ctx, buf, nbytes, timeout): copies whole events, at least one unless the time is
 * over. Returns the bytes copied; 0 when the time is over; EFAULT (timeout not readable), EINVAL
 * (unknown context, destroyed while waiting, or too small for the next event, which stays), EFAULT
 * (buffer; events stay), EINTR. Without a timeout, or with a negative one, it waits for ever.
 * Source: new ABI specification, section 3.
 */
final class IoGetevents2 implements Syscall {
    private final AioV2 abi;
    private final PerTask<Call> calls;

    IoGetevents2(AioV2 abi) {
        this.abi = abi;
        calls = new PerTask<>(task -> new Call(abi));
    }

    @Override
    public String name() {
        return "io_getevents2";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long timeout = args.asLong(3);
        if (timeout != 0 && !task.memory().isReadable(timeout, Timespec.SIZE_BYTES)) {
            return -Errno.EFAULT;
        }
        long nanos = timeout == 0 ? Timespec.FOREVER : Timespec.nanos(task.memory(), timeout);
        KioctxV2 context = abi.find(task.process(), args.asLong(0));
        if (context == null) {
            return -Errno.EINVAL;
        }
        return calls.of(task).begin(task, context, args.asLong(1), args.asLong(2), nanos);
    }

    /** One call in progress: reaps, and sleeps while there is nothing to reap. */
    private static final class Call implements Continuation {
        /** Calls of one task in a row that found a waiting event and gave nothing. Assumed. */
        private static final int TURNS_MAX = 1_000;

        private final AioV2 abi;
        private @Nullable KioctxV2 context;
        private long buffer;
        private long bytes;
        private int turns;

        Call(AioV2 abi) {
            this.abi = abi;
        }

        long begin(Task task, KioctxV2 from, long to, long toBytes, long nanos) {
            context = from;
            buffer = to;
            bytes = toBytes < 0 ? Long.MAX_VALUE : toBytes; // size_t
            long reaped = from.reap(task, buffer, bytes);
            if (reaped != 0 || nanos == 0) {
                return answer(task, reaped);
            }
            if (nanos > 0) {
                task.startTimeout(nanos);
            }
            return sleep(task, from);
        }

        private long sleep(Task task, KioctxV2 from) {
            from.waiters().add(task.waiter());
            return task.sleepThen(this);
        }

        @Override
        public long resume(Task task) {
            KioctxV2 from = context;
            if (from == null) {
                throw violated("%s wakes in no io_getevents2", task);
            }
            from.waiters().remove(task.waiter());
            long result = from.reap(task, buffer, bytes);
            if (result == 0 && from.isDead()) {
                result = -Errno.EINVAL;
            } else if (result == 0 && !task.timedOut()) {
                if (!task.signals().isPending()) {
                    return sleep(task, from);
                }
                result = -Errno.EINTR;
            }
            task.stopTimeout();
            return answer(task, result);
        }

        private long answer(Task task, long reaped) {
            long result = reaped == EventRing.TOO_SMALL
                    ? abi.config().variant().bufferTooSmall()
                    : reaped;
            turns = reaped == EventRing.TOO_SMALL && result == 0 ? turns + 1 : 0;
            if (reaped == EventRing.ENDLESS) {
                return hang(
                        task,
                        "1000 turns without progress, the next piece to copy is 0 bytes long");
            }
            if (turns == TURNS_MAX) {
                return hang(
                        task, "1000 turns without progress, an event waits and the call says 0");
            }
            return result;
        }

        /** Instead of going round for ever, the task stops where it is. */
        private long hang(Task task, String why) {
            abi.findings().add(Finding.Kind.LIVELOCK, task + ": " + why);
            return task.sleepUninterruptiblyThen(this::hangOn);
        }

        private long hangOn(Task task) {
            return task.sleepUninterruptiblyThen(this::hangOn);
        }
    }
}
