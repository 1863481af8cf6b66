package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * sched_setaffinity(0, len, mask): binds the calling thread to the first CPU of the mask, or to
 * none if all are set.
 */
final class SchedSetaffinity implements Syscall {
    @Override
    public String name() {
        return "sched_setaffinity";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        AddressSpace memory = task.memory();
        long mask = args.asLong(2);
        if (args.asInt(0) != 0 && args.asInt(0) != task.virtualTid()) {
            return -Errno.ESRCH;
        }
        if (args.asLong(1) < Long.BYTES) {
            return -Errno.EINVAL;
        }
        if (!memory.isReadable(mask, Long.BYTES)) {
            return -Errno.EFAULT;
        }
        int online = task.kernel().config().onlineCpus();
        long all = online >= Long.SIZE ? -1L : (1L << online) - 1;
        long allowed = memory.getLong(mask) & all;
        if (allowed == 0) {
            return -Errno.EINVAL;
        }
        boolean isAll = allowed == all;
        task.setAffinity(isAll ? Task.ANY_CPU : Long.numberOfTrailingZeros(allowed));
        return 0;
    }
}
