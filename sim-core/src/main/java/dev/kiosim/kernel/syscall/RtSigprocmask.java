package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Signals;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/** rt_sigprocmask(how, set, oldset, 8): blocks (0), unblocks (1) or sets (2) signals. */
final class RtSigprocmask implements Syscall {
    private static final int SIG_BLOCK = 0;
    private static final int SIG_UNBLOCK = 1;
    private static final int SIG_SETMASK = 2;

    @Override
    public String name() {
        return "rt_sigprocmask";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        AddressSpace memory = task.memory();
        long set = args.asLong(1);
        long old = args.asLong(2);
        if (args.asLong(3) != Long.BYTES) {
            return -Errno.EINVAL;
        }
        Signals signals = task.signals();
        long before = signals.blocked();
        if (set != 0) {
            if (!memory.isReadable(set, Long.BYTES)) {
                return -Errno.EFAULT;
            }
            long mask = memory.getLong(set);
            switch (args.asInt(0)) {
                case SIG_BLOCK -> signals.block(before | mask);
                case SIG_UNBLOCK -> signals.block(before & ~mask);
                case SIG_SETMASK -> signals.block(mask);
                default -> {
                    return -Errno.EINVAL;
                }
            }
        }
        if (old != 0) {
            if (!memory.isWritable(old, Long.BYTES)) {
                return -Errno.EFAULT;
            }
            memory.putLong(old, before);
        }
        return 0;
    }
}
