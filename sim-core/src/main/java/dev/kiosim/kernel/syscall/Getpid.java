package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/** getpid(): the process. */
final class Getpid implements Syscall {
    @Override
    public String name() {
        return "getpid";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        return task.process().pid();
    }
}
