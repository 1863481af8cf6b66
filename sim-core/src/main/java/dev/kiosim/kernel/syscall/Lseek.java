package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.OpenFile;

/** lseek(fd, offset, whence): moves the file's position and returns it. */
final class Lseek implements Syscall {
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;

    @Override
    public String name() {
        return "lseek";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        OpenFile file = task.process().files().find(args.asInt(0));
        if (file == null || file.has(OpenFile.O_PATH)) {
            return -Errno.EBADF;
        }
        int whence = args.asInt(2);
        if (whence < SEEK_SET || whence > SEEK_END) {
            return -Errno.EINVAL;
        }
        if (!file.isSeekable()) {
            return -Errno.ESPIPE;
        }
        long base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.position : file.sizeBytes();
        long position = base + args.asLong(1);
        if (position < 0) {
            return -Errno.EINVAL;
        }
        file.position = position;
        return position;
    }
}
