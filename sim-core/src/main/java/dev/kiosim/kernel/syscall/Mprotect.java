package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/** mprotect(addr, length, prot): EINVAL if not aligned, ENOMEM if not wholly mapped. */
final class Mprotect implements Syscall {
    @Override
    public String name() {
        return "mprotect";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long address = args.asLong(0);
        if ((address & (AddressSpace.PAGE_BYTES - 1)) != 0) {
            return -Errno.EINVAL;
        }
        int protection = args.asInt(2) & AddressSpace.PROT_READ_WRITE;
        return task.memory().protect(address, args.asLong(1), protection) ? 0 : -Errno.ENOMEM;
    }
}
