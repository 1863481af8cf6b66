package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.RegularFile;

/**
 * readahead(fd, offset, count): starts to read a range into the page cache, and does not wait.
 * EBADF (not open for reading), EINVAL (no file that lies on a device, or a negative range).
 * Source: Linux mm/readahead.c, ksys_readahead.
 */
final class ReadaheadCall implements Syscall {
    private final PerTask<Kiocb> asks = new PerTask<>(task -> new Kiocb(task.kernel()));

    @Override
    public String name() {
        return "readahead";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        OpenFile file = task.process().files().find(args.asInt(0));
        if (file == null || !file.canRead()) {
            return -Errno.EBADF;
        }
        long offset = args.asLong(1);
        long bytes = args.asLong(2);
        if (!(file instanceof RegularFile regular) || offset < 0 || bytes < 0) {
            return -Errno.EINVAL;
        }
        Kiocb onBehalf = asks.of(task);
        onBehalf.clear();
        onBehalf.cpu = task.cpu().number();
        onBehalf.accountedTaskId = task.tid();
        onBehalf.priorityClass = task.ioPriorityClass();
        onBehalf.priorityLevel = task.ioPriorityLevel();
        regular.readAhead(offset, bytes, onBehalf);
        return 0;
    }
}
