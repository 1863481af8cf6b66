package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/**
 * io_getevents(ctx, min_nr, nr, events, timeout): takes up to {@code nr} events, and waits until
 * there were {@code min_nr}.
 *
 * <pre>
 * order of checks                               error
 * 1 timeout given, and not readable             EFAULT
 * 2 no such context                             EINVAL
 * 3 min_nr negative, or above nr                EINVAL
 *   the array of events is looked at only when an event is copied: EFAULT, nothing is lost
 *   a signal, and nothing taken                 EINTR
 * </pre>
 *
 * Source: Linux fs/aio.c, io_getevents and do_io_getevents.
 */
final class IoGetevents implements Syscall {
    private final EventWaits waits;
    private final boolean readsTimeoutLate;

    IoGetevents(AioV1 v1) {
        waits = new EventWaits(v1, IoGetevents::ended);
        readsTimeoutLate = v1.era().readsTimeoutLate();
    }

    @Override
    public String name() {
        return "io_getevents";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long timeout = args.asLong(4);
        if (Timespec.isAbsentOrReadable(task.memory(), timeout)) {
            return waits.begin(task, args, Timespec.nanosOrForever(task.memory(), timeout));
        }
        return readsTimeoutLate ? waits.begin(task, args, Timespec.UNREADABLE) : -Errno.EFAULT;
    }

    private static long ended(Task task, long result) {
        return result == 0 && task.signals().isPending() ? -Errno.EINTR : result;
    }
}
