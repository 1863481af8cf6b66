package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.OpenFile;

/** write(fd, buf, count): writes at the file's position, which moves. */
final class Write implements Syscall {
    private final PerTask<FileRequest> requests = FileRequest.perTask();

    @Override
    public String name() {
        return "write";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        OpenFile file = task.process().files().find(args.asInt(0));
        if (file == null || !file.canWrite()) {
            return -Errno.EBADF;
        }
        if (!file.hasWrite()) {
            return -Errno.EINVAL;
        }
        long at = FileRequest.AT_POSITION;
        return requests.of(task)
                .start(task, FileCall.Kind.WRITE, file, args.asLong(1), args.asLong(2), at);
    }
}
