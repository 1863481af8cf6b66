package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/** msync(addr, length, flags): nothing to write here; ENOMEM tells that a page is not mapped. */
final class Msync implements Syscall {
    @Override
    public String name() {
        return "msync";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long address = args.asLong(0);
        if ((address & (AddressSpace.PAGE_BYTES - 1)) != 0) {
            return -Errno.EINVAL;
        }
        long end = address + args.asLong(1);
        for (long page = address; page < end; page += AddressSpace.PAGE_BYTES) {
            if (!task.memory().isMapped(page)) {
                return -Errno.ENOMEM;
            }
        }
        return 0;
    }
}
