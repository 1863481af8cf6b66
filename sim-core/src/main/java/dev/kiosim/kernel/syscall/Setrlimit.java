package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * setrlimit(resource, rlim): RLIMIT_FSIZE (1) and RLIMIT_NOFILE (7); rlim is two numbers of 8
 * bytes, soft and hard limit.
 */
final class Setrlimit implements Syscall {
    private static final int RLIMIT_FSIZE = 1;
    private static final int RLIMIT_NOFILE = 7;
    private static final int RLIMIT_BYTES = 16;

    @Override
    public String name() {
        return "setrlimit";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        AddressSpace memory = task.memory();
        long limits = args.asLong(1);
        if (!memory.isReadable(limits, RLIMIT_BYTES)) {
            return -Errno.EFAULT;
        }
        long soft = memory.getLong(limits);
        if (Long.compareUnsigned(soft, memory.getLong(limits + Long.BYTES)) > 0) {
            return -Errno.EINVAL;
        }
        if (args.asInt(0) == RLIMIT_FSIZE) {
            task.process().setFileSizeLimitBytes(soft < 0 ? Process.UNLIMITED : soft);
        }
        if (args.asInt(0) == RLIMIT_NOFILE) {
            boolean hasLimit = soft >= 0 && soft < Integer.MAX_VALUE;
            task.process().files().setLimit(hasLimit ? (int) soft : Integer.MAX_VALUE);
        }
        return 0; // other limits mean nothing here
    }
}
