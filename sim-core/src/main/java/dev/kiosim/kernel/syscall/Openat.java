package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.Vfs;

/**
 * openat(dirfd, path, flags, mode): the lowest free descriptor; EFAULT, EBADF, EMFILE, and what
 * {@link dev.kiosim.kernel.vfs.Vfs#open} refuses with.
 */
final class Openat implements Syscall {
    @Override
    public String name() {
        return "openat";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        String path = UserPath.read(task.memory(), args.asLong(1));
        if (path == null) {
            return -Errno.EFAULT;
        }
        String absolute = UserPath.absolute(task, args.asInt(0), path);
        if (absolute == null) {
            return -Errno.EBADF;
        }
        Vfs.Opened opened =
                task.kernel().vfs().open(absolute, args.asInt(2), args.asInt(3), task.process());
        OpenFile file = opened.file();
        return file == null ? -opened.errno() : task.process().files().install(file);
    }
}
