package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/** close(fd): the file lives on while a request holds it. */
final class Close implements Syscall {
    @Override
    public String name() {
        return "close";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        return task.process().files().close(args.asInt(0));
    }
}
