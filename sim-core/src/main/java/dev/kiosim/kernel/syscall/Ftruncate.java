package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.FileSystem;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.RegularFile;

/** ftruncate(fd, length): cuts or extends a file; EBADF, EINVAL, EFBIG. */
final class Ftruncate implements Syscall {
    @Override
    public String name() {
        return "ftruncate";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long length = args.asLong(1);
        if (length < 0) {
            return -Errno.EINVAL;
        }
        OpenFile file = task.process().files().find(args.asInt(0));
        if (file == null) {
            return -Errno.EBADF;
        }
        if (!(file instanceof RegularFile regular) || !file.canWrite()) {
            return -Errno.EINVAL;
        }
        FileSystem fileSystem = regular.inode().fileSystem();
        if (fileSystem == null) {
            return -Errno.EINVAL;
        }
        if (length > Math.min(fileSystem.fileBytesMax(), task.process().fileSizeLimitBytes())) {
            return -Errno.EFBIG;
        }
        regular.truncate(length);
        return 0;
    }
}
