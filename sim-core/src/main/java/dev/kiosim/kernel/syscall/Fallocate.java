package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.FileSystem;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.RegularFile;

/**
 * fallocate(fd, mode, offset, len): gives a file its blocks before they are written; they read as
 * zeros. The file grows, unless mode is FALLOC_FL_KEEP_SIZE (1); other modes: EOPNOTSUPP. EINVAL
 * (range), EBADF (not open for writing), ESPIPE, ENODEV (no file of a file system), EFBIG, ENOSPC
 * (what was found is kept). Source: Linux fs/open.c, vfs_fallocate; fs/ext4/extents.c.
 */
final class Fallocate implements Syscall {
    private static final int KEEP_SIZE = 1;

    @Override
    public String name() {
        return "fallocate";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        OpenFile file = task.process().files().find(args.asInt(0));
        int mode = args.asInt(1);
        long offset = args.asLong(2);
        long bytes = args.asLong(3);
        if (file == null || file.has(OpenFile.O_PATH)) {
            return -Errno.EBADF;
        }
        if (offset < 0 || bytes <= 0) {
            return -Errno.EINVAL;
        }
        if ((mode & ~KEEP_SIZE) != 0) {
            return -Errno.EOPNOTSUPP;
        }
        if (!file.canWrite()) {
            return -Errno.EBADF;
        }
        if (!file.isSeekable()) {
            return -Errno.ESPIPE;
        }
        FileSystem fileSystem =
                file instanceof RegularFile regular ? regular.inode().fileSystem() : null;
        if (fileSystem == null) {
            return -Errno.ENODEV;
        }
        long most = Math.min(fileSystem.fileBytesMax(), task.process().fileSizeLimitBytes());
        if (offset + bytes < 0 || offset + bytes > most) {
            return -Errno.EFBIG;
        }
        boolean grows = mode != KEEP_SIZE;
        return ((RegularFile) file).allocate(offset, bytes, grows) ? 0 : -Errno.ENOSPC;
    }
}
