package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * io_pgetevents(ctx, min_nr, nr, events, timeout, usig): io_getevents with another signal mask for
 * the time of the call.
 *
 * <pre>
 * order of checks                               error
 * 1 timeout given, and not readable             EFAULT
 * 2 usig given, and its 16 bytes not readable   EFAULT
 * 3 a mask given: its size not 8                EINVAL
 * 4 the mask not readable                       EFAULT
 *   then as io_getevents
 * </pre>
 *
 * <pre>
 * struct __aio_sigset, 16 bytes
 * offset size type field       meaning
 *      0    8 u64  sigmask     address of the mask, or 0
 *      8    8 u64  sigsetsize  8
 * </pre>
 *
 * Source: Linux fs/aio.c, io_pgetevents; kernel/signal.c, set_user_sigmask.
 */
final class IoPgetevents implements Syscall {
    private static final int SIGSET_STRUCT_BYTES = 16;
    private static final int MASK_BYTES = 8;

    private final EventWaits waits;

    IoPgetevents(AioV1 v1) {
        waits = new EventWaits(v1, IoPgetevents::ended);
    }

    @Override
    public String name() {
        return "io_pgetevents";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        AddressSpace memory = task.memory();
        long timeout = args.asLong(4);
        if (!Timespec.isAbsentOrReadable(memory, timeout)) {
            return -Errno.EFAULT;
        }
        long refused = takeMask(task, args.asLong(5));
        return refused != 0
                ? refused
                : waits.begin(task, args, Timespec.nanosOrForever(memory, timeout));
    }

    private static long takeMask(Task task, long usig) {
        AddressSpace memory = task.memory();
        if (usig == 0) {
            return 0;
        }
        if (!memory.isReadable(usig, SIGSET_STRUCT_BYTES)) {
            return -Errno.EFAULT;
        }
        long mask = memory.getLong(usig);
        if (mask == 0) {
            return 0; // its size is not looked at
        }
        if (memory.getLong(usig + Long.BYTES) != MASK_BYTES) {
            return -Errno.EINVAL;
        }
        if (!memory.isReadable(mask, MASK_BYTES)) {
            return -Errno.EFAULT;
        }
        task.signals().blockForCall(memory.getLong(mask));
        return 0;
    }

    private static long ended(Task task, long result) {
        boolean interrupted = task.signals().isPending();
        task.signals().restoreMaskUnless(interrupted);
        return interrupted && result == 0 ? -Errno.EINTR : result;
    }
}
