package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/** munmap(addr, length): EINVAL if not page-aligned or empty. */
final class Munmap implements Syscall {
    @Override
    public String name() {
        return "munmap";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long length = args.asLong(1);
        return length > 0 && task.memory().unmap(args.asLong(0), length) ? 0 : -Errno.EINVAL;
    }
}
