package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;

/**
 * Opcode SYSCALL: any system call as an iocb. One that is a request to a file opened with O_DIRECT
 * goes the way of an asynchronous read; every other runs on a worker. The event's result is what
 * the call would have returned. Source: new ABI specification, section 3, generic async syscalls.
 */
final class AsyncSyscalls {
    // Calls that make no sense on another thread, or inside another call: -EINVAL. x86-64 numbers.
    private static final int RT_SIGRETURN = 15;
    private static final int CLONE = 56;
    private static final int FORK = 57;
    private static final int VFORK = 58;
    private static final int EXECVE = 59;
    private static final int EXIT = 60;
    private static final int EXIT_GROUP = 231;

    private AsyncSyscalls() {}

    /** Starts the call that {@code iocb} names; returns as {@link AioOperations#start} does. */
    static long start(Task task, AioKiocb request, IocbView iocb) {
        request.opcode = iocb.opcode();
        AddressSpace memory = task.memory();
        if (!memory.isReadable(iocb.buf(), AioSyscallView.SIZE_BYTES)) {
            return -Errno.EFAULT;
        }
        AioSyscallView struct = request.syscallView().wrap(memory, iocb.buf());
        long number = struct.nr();
        if (number != (int) number || mustStay((int) number)) {
            return -Errno.EINVAL;
        }
        SyscallArgs args = request.syscall().args();
        struct.readArgs(args);
        return start(task, request, (int) number, args);
    }

    static boolean mustStay(int number) {
        return switch (number) {
            case RT_SIGRETURN, CLONE, FORK, VFORK, EXECVE, EXIT, EXIT_GROUP -> true;
            case AioV2.SYSCALL_ATTRS, AioV2.ASYNC_EXEC -> true;
            default -> false;
        };
    }

    private static long start(Task task, AioKiocb request, int number, SyscallArgs args) {
        Syscall syscall = task.kernel().syscalls().find(number);
        FileCall.Kind kind = FileSyscalls.kind(number);
        OpenFile file = task.process().files().find(args.asInt(0));
        if (syscall == null) {
            request.io.result = -Errno.ENOSYS;
            return AioOperations.INLINE;
        }
        if (kind == null || file == null || !file.has(OpenFile.O_DIRECT)) {
            request.syscall().queue(task, syscall);
            return OpenFile.QUEUED;
        }
        long bad = FileSyscalls.prepare(task, request, number, args);
        task.charge(task.kernel().costs().submitDirect());
        long answer = bad != 0 ? bad : FileSyscalls.ask(kind, file, request.io);
        if (answer == OpenFile.QUEUED) {
            return answer;
        }
        request.io.result = answer;
        return AioOperations.INLINE;
    }
}
