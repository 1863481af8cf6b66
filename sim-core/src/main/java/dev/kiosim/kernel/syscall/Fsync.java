package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.OpenFile;

/** fsync(fd) and fdatasync(fd): what was written is durable when they return. */
final class Fsync implements Syscall {
    private final String name;
    private final int flags;
    private final PerTask<FileRequest> requests = FileRequest.perTask();

    private Fsync(String name, int flags) {
        this.name = name;
        this.flags = flags;
    }

    /** fsync: data and metadata. */
    static Fsync ofAll() {
        return new Fsync("fsync", 0);
    }

    /** fdatasync: data, and what is needed to find them. */
    static Fsync ofData() {
        return new Fsync("fdatasync", Kiocb.DSYNC);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        OpenFile file = task.process().files().find(args.asInt(0));
        if (file == null || file.has(OpenFile.O_PATH)) {
            return -Errno.EBADF;
        }
        return file.hasFsync() ? requests.of(task).sync(task, file, flags) : -Errno.EINVAL;
    }
}
