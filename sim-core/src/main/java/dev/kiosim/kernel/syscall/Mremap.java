package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * mremap(old, old_size, new_size, flags): moves a whole mapping to another place; sizes must be
 * equal.
 */
final class Mremap implements Syscall {
    private static final int MREMAP_MAYMOVE = 1;

    @Override
    public String name() {
        return "mremap";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long address = args.asLong(0);
        long bytes = args.asLong(1);
        boolean isAligned = (address & (AddressSpace.PAGE_BYTES - 1)) == 0;
        if (!isAligned || bytes != args.asLong(2) || (args.asInt(3) & MREMAP_MAYMOVE) == 0) {
            return -Errno.EINVAL;
        }
        if (!task.memory().isMapped(address)) {
            return -Errno.EFAULT;
        }
        long moved = task.memory().move(address);
        return moved == 0 ? -Errno.EINVAL : moved;
    }
}
