package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Pages;
import dev.kiosim.memory.Sharing;

/**
 * mmap(0, length, prot, flags, -1, 0): fresh anonymous memory at an address of the kernel's choice.
 */
final class Mmap implements Syscall {
    private static final int MAP_SHARED = 1;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final long LENGTH_MAX = 1L << 40; // assumed: enough for any lesson

    @Override
    public String name() {
        return "mmap";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long length = args.asLong(1);
        int flags = args.asInt(3);
        if (length <= 0 || (flags & MAP_ANONYMOUS) == 0 || (flags & MAP_FIXED) != 0) {
            return -Errno.EINVAL;
        }
        if (length > LENGTH_MAX) {
            return -Errno.ENOMEM;
        }
        Sharing sharing = (flags & MAP_SHARED) != 0 ? Sharing.SHARED : Sharing.PRIVATE;
        int protection = args.asInt(2) & AddressSpace.PROT_READ_WRITE;
        return task.memory().map(new Pages(AddressSpace.pagesFor(length)), protection, sharing);
    }
}
