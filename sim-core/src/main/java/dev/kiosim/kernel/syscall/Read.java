package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.OpenFile;

/** read(fd, buf, count): reads at the file's position, which moves. */
final class Read implements Syscall {
    private final PerTask<FileRequest> requests = FileRequest.perTask();

    @Override
    public String name() {
        return "read";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        OpenFile file = task.process().files().find(args.asInt(0));
        if (file == null || !file.canRead()) {
            return -Errno.EBADF;
        }
        if (!file.hasReadIter()) {
            return file.isDirectory() ? -Errno.EISDIR : -Errno.EINVAL;
        }
        long at = FileRequest.AT_POSITION;
        return requests.of(task)
                .start(task, FileCall.Kind.READ, file, args.asLong(1), args.asLong(2), at);
    }
}
