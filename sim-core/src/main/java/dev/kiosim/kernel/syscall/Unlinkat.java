package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/** unlinkat(dirfd, path, 0): takes a name away; the file goes with its last opener. */
final class Unlinkat implements Syscall {
    @Override
    public String name() {
        return "unlinkat";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        String path = UserPath.read(task.memory(), args.asLong(1));
        if (path == null) {
            return -Errno.EFAULT;
        }
        String absolute = UserPath.absolute(task, args.asInt(0), path);
        return absolute == null ? -Errno.EBADF : -task.kernel().vfs().unlink(absolute);
    }
}
