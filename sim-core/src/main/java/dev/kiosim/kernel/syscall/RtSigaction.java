package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * rt_sigaction(signum, act, oldact, 8): SIG_IGN (1) in the first 8 bytes of act ignores the signal;
 * anything else has it handled.
 */
final class RtSigaction implements Syscall {
    private static final long SIG_IGN = 1;
    private static final int SIGNALS_MAX = 64;
    private static final int SIGACTION_BYTES = 32;

    @Override
    public String name() {
        return "rt_sigaction";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        AddressSpace memory = task.memory();
        int number = args.asInt(0);
        long act = args.asLong(1);
        if (number < 1 || number > SIGNALS_MAX || args.asLong(3) != Long.BYTES) {
            return -Errno.EINVAL;
        }
        if (act != 0) {
            if (!memory.isReadable(act, SIGACTION_BYTES)) {
                return -Errno.EFAULT;
            }
            if (memory.getLong(act) == SIG_IGN) {
                task.signals().ignore(number);
            } else {
                task.signals().handle(number);
            }
        }
        return 0;
    }
}
