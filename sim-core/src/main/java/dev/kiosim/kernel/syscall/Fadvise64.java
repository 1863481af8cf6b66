package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.kernel.vfs.RegularFile;

/**
 * fadvise64(fd, 0, 0, POSIX_FADV_DONTNEED): drops the clean pages of a file; other advice is taken
 * and has no effect.
 */
final class Fadvise64 implements Syscall {
    private static final int DONTNEED = 4;
    private static final int ADVICE_MAX = 5;

    @Override
    public String name() {
        return "fadvise64";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        OpenFile file = task.process().files().find(args.asInt(0));
        if (file == null || file.has(OpenFile.O_PATH)) {
            return -Errno.EBADF;
        }
        int advice = args.asInt(3);
        if (advice < 0 || advice > ADVICE_MAX) {
            return -Errno.EINVAL;
        }
        if (advice == DONTNEED && file instanceof RegularFile regular) {
            task.kernel().pageCache().evictClean(regular.inode());
        }
        return 0;
    }
}
