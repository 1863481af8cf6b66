package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/**
 * mkdirat(dirfd, path, mode): makes an empty directory; EFAULT, EBADF, and what
 * {@link dev.kiosim.kernel.vfs.Vfs#makeDirectory} refuses with.
 */
final class Mkdirat implements Syscall {
    @Override
    public String name() {
        return "mkdirat";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        String path = UserPath.read(task.memory(), args.asLong(1));
        if (path == null) {
            return -Errno.EFAULT;
        }
        String absolute = UserPath.absolute(task, args.asInt(0), path);
        return absolute == null
                ? -Errno.EBADF
                : -task.kernel().vfs().makeDirectory(absolute, args.asInt(2), task.process());
    }
}
