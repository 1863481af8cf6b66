package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.EventFd;
import dev.kiosim.kernel.vfs.OpenFile;

/** eventfd2(initval, flags): a new eventfd; EINVAL for unknown flags. */
final class Eventfd2 implements Syscall {
    private static final int FLAGS_KNOWN =
            EventFd.EFD_SEMAPHORE | OpenFile.O_NONBLOCK | OpenFile.O_CLOEXEC;

    @Override
    public String name() {
        return "eventfd2";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        int flags = args.asInt(1);
        if ((flags & ~FLAGS_KNOWN) != 0) {
            return -Errno.EINVAL;
        }
        EventFd file = new EventFd(task.kernel(), args.asUnsignedInt(0), flags);
        return task.process().files().install(file);
    }
}
