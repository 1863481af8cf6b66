package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.MistakenIdentity;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/**
 * tgkill(tgid, tid, sig): sends a signal to one thread; 0 only looks whether it is there. EINVAL,
 * ESRCH. Source: Linux kernel/signal.c, do_tkill.
 */
final class Tgkill implements Syscall {
    private static final int SIGNALS_MAX = 64;

    @Override
    public String name() {
        return "tgkill";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        int tgid = args.asInt(0);
        int tid = args.asInt(1);
        int signal = args.asInt(2);
        if (tgid <= 0 || tid <= 0 || signal < 0 || signal > SIGNALS_MAX) {
            return -Errno.EINVAL;
        }
        Task receiver = task.kernel().findTask(task, tid);
        boolean isThere = receiver != null
                && receiver.state() != Task.State.EXITED
                && receiver.process().pid() == tgid;
        if (receiver == null || !isThere) {
            return -Errno.ESRCH;
        }
        if (signal != 0) {
            if (receiver.isBehind()) {
                reportAstray(task, receiver, tid, signal);
            }
            receiver.signals().raise(signal);
        }
        return 0;
    }

    private static void reportAstray(Task sender, Task receiver, int tid, int signal) {
        sender.kernel()
                .syslets()
                .report(
                        MistakenIdentity.Kind.SIGNAL_ASTRAY,
                        "signal " + signal + " to tid " + tid + " of "
                                + receiver.home().name()
                                + " reaches a task that has no user space to handle it in");
    }
}
