package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.OpenFile;

/** pwrite64(fd, buf, count, offset): writes at an offset; the file's position stays. */
final class Pwrite64 implements Syscall {
    private final PerTask<FileRequest> requests = FileRequest.perTask();

    @Override
    public String name() {
        return "pwrite64";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        OpenFile file = task.process().files().find(args.asInt(0));
        long offset = args.asLong(3);
        if (offset < 0) {
            return -Errno.EINVAL;
        }
        if (file == null) {
            return -Errno.EBADF;
        }
        if (!file.isSeekable()) {
            return -Errno.ESPIPE;
        }
        if (!file.canWrite()) {
            return -Errno.EBADF;
        }
        if (!file.hasWrite()) {
            return -Errno.EINVAL;
        }
        return requests.of(task)
                .start(task, FileCall.Kind.WRITE, file, args.asLong(1), args.asLong(2), offset);
    }
}
