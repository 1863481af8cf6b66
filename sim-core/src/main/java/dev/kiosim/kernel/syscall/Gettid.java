package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/** gettid(): the thread, as it is known in its pid namespace. */
final class Gettid implements Syscall {
    @Override
    public String name() {
        return "gettid";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        return task.virtualTid();
    }
}
