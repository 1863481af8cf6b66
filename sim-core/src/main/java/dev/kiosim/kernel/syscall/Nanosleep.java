package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * nanosleep(req, rem): sleeps for a time; EINTR if a signal ends it, EINVAL for a time that is
 * none.
 */
final class Nanosleep implements Syscall {
    private static final int TIMESPEC_BYTES = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_MAX = 1L << 31; // further than any run: cut

    private final PerTask<Sleep> sleeps = new PerTask<>(task -> new Sleep());

    @Override
    public String name() {
        return "nanosleep";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        AddressSpace memory = task.memory();
        long request = args.asLong(0);
        if (!memory.isReadable(request, TIMESPEC_BYTES)) {
            return -Errno.EFAULT;
        }
        long seconds = memory.getLong(request);
        long nanos = memory.getLong(request + Long.BYTES);
        if (seconds < 0 || nanos < 0 || nanos >= NANOS_PER_SECOND) {
            return -Errno.EINVAL;
        }
        task.startTimeout(Math.min(seconds, SECONDS_MAX) * NANOS_PER_SECOND + nanos);
        return sleeps.of(task).resume(task);
    }

    private static final class Sleep implements Continuation {
        @Override
        public long resume(Task task) {
            if (task.timedOut()) {
                return 0;
            }
            if (task.signals().isPending()) {
                task.stopTimeout();
                return -Errno.EINTR;
            }
            return task.sleepThen(this);
        }
    }
}
