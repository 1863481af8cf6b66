package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.Vfs;

/**
 * unlinkat(dirfd, path, flags): takes a name away, the file goes with its last opener; with
 * AT_REMOVEDIR (0x200), removes an empty directory. EINVAL, EFAULT, EBADF, and what
 * {@link dev.kiosim.kernel.vfs.Vfs} refuses with.
 */
final class Unlinkat implements Syscall {
    private static final int AT_REMOVEDIR = 0x200;

    @Override
    public String name() {
        return "unlinkat";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        if ((args.asInt(2) & ~AT_REMOVEDIR) != 0) {
            return -Errno.EINVAL;
        }
        String path = UserPath.read(task.memory(), args.asLong(1));
        if (path == null) {
            return -Errno.EFAULT;
        }
        String absolute = UserPath.absolute(task, args.asInt(0), path);
        if (absolute == null) {
            return -Errno.EBADF;
        }
        Vfs vfs = task.kernel().vfs();
        return args.asInt(2) == 0
                ? -vfs.unlink(absolute, task.process())
                : -vfs.removeDirectory(absolute, task.process());
    }
}
