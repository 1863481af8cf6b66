package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.FileTable;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.Pipe;
import dev.kiosim.memory.AddressSpace;

/** pipe2(fds, flags) and pipe(fds): stores the read and the write end, 4 bytes each. */
final class Pipe2 implements Syscall {
    private static final int FLAGS_KNOWN = OpenFile.O_NONBLOCK | OpenFile.O_CLOEXEC;

    private final String name;
    private final boolean takesFlags;

    private Pipe2(String name, boolean takesFlags) {
        this.name = name;
        this.takesFlags = takesFlags;
    }

    /** pipe2. */
    static Pipe2 withFlags() {
        return new Pipe2("pipe2", true);
    }

    /** pipe. */
    static Pipe2 plain() {
        return new Pipe2("pipe", false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        int flags = takesFlags ? args.asInt(1) : 0;
        if ((flags & ~FLAGS_KNOWN) != 0) {
            return -Errno.EINVAL;
        }
        AddressSpace memory = task.memory();
        long fds = args.asLong(0);
        if (!memory.isWritable(fds, 2L * Integer.BYTES)) {
            return -Errno.EFAULT;
        }
        Pipe pipe = new Pipe(flags & OpenFile.O_NONBLOCK);
        FileTable files = task.process().files();
        int readFd = files.install(pipe.readEnd());
        int writeFd = files.install(pipe.writeEnd());
        if (readFd < 0 || writeFd < 0) {
            files.close(readFd);
            return -Errno.EMFILE;
        }
        memory.putInt(fds, readFd);
        memory.putInt(fds + Integer.BYTES, writeFd);
        return 0;
    }
}
