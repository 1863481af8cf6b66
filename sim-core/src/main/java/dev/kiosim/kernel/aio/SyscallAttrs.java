package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerProcess;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.KiocbEnd;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;

/**
 * syscall_attrs(nr, args, attrs, attr_bytes, rets, rets_bytes): makes a system call, and waits for
 * it, with attributes. Returns what the call returns; the returns of the attributes lie packed at
 * {@code rets} by then. Before the call is made: EFAULT (args, or attributes not readable, or more
 * than a page of them), EINVAL (attributes malformed, or too little room for their returns), EFAULT
 * (rets not writable), ENOSYS (no such call). Source: new ABI specification, section 3; the order
 * is ours.
 */
final class SyscallAttrs implements Syscall {
    private static final int ATTR_BYTES_MAX = AddressSpace.PAGE_BYTES;

    private final PerProcess<KioctxSync> contexts;
    private final PerTask<Call> calls;

    SyscallAttrs(AioV2 abi) {
        Aio aio = abi.aio();
        contexts = new PerProcess<>(process -> new KioctxSync(aio, process));
        calls = new PerTask<>(task -> new Call(aio, task));
    }

    @Override
    public String name() {
        return "syscall_attrs";
    }

    /** As for an iocb: its attributes, and the block layer's part of direct IO. */
    @Override
    public long upfrontNanos(Task task, SyscallArgs args) {
        CostTable costs = task.kernel().costs();
        long attributes = Math.max(0, args.asLong(3)) / IocbAttrView.SIZE_BYTES;
        long nanos = attributes * costs.attribute();
        FileCall.Kind kind = FileSyscalls.kind(args.asInt(0));
        boolean transfers = kind == FileCall.Kind.READ || kind == FileCall.Kind.WRITE;
        if (transfers && task.memory().isReadable(args.asLong(1), Long.BYTES)) {
            int fd = (int) task.memory().getLong(args.asLong(1));
            OpenFile file = task.process().files().find(fd);
            nanos += file != null && file.has(OpenFile.O_DIRECT) ? costs.submitDirect() : 0;
        }
        return nanos;
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        return calls.of(task).begin(task, contexts.of(task.process()), args);
    }

    /** One call in progress. */
    private static final class Call {
        private final Aio aio;
        private final FileCall fileCall;
        private final SyscallArgs inner = new SyscallArgs();
        private final Task.Nested done = this::done;
        private final FileCall.Answered answered = this::answered;
        private @Nullable AioKiocb request;
        private KiocbEnd usualEnd = kiocb -> {};

        Call(Aio aio, Task task) {
            this.aio = aio;
            fileCall = new FileCall(task);
        }

        long begin(Task task, KioctxSync context, SyscallArgs args) {
            AddressSpace memory = task.memory();
            long attrBytes = args.asLong(3);
            boolean isThere = memory.isReadable(args.asLong(1), AioSyscallView.ARGS_BYTES)
                    && attrBytes >= 0
                    && attrBytes <= ATTR_BYTES_MAX
                    && memory.isReadable(args.asLong(2), attrBytes);
            if (!isThere) {
                return -Errno.EFAULT;
            }
            AioKiocb made = aio.allocate(task, context);
            request = made;
            AioSyscallView.readArgs(memory, args.asLong(1), inner);
            long bad = prepare(task, made, args);
            if (bad != 0) {
                aio.release(made);
                return bad;
            }
            made.attributes.apply(task, made);
            aio.accept(made);
            return make(task, made, args.asInt(0));
        }

        private long prepare(Task task, AioKiocb made, SyscallArgs args) {
            int number = args.asInt(0);
            long bad = made.attributes.read(
                    task.memory(),
                    args.asLong(2),
                    args.asLong(3),
                    aio.kernel().config().knownAttributes(),
                    false,
                    FileSyscalls.kind(number) == FileCall.Kind.WRITE);
            if (bad != 0 || made.attributes.returnBytesMax() > args.asLong(5)) {
                return -Errno.EINVAL;
            }
            if (!task.memory().isWritable(args.asLong(4), made.attributes.returnBytesMax())) {
                return -Errno.EFAULT;
            }
            made.returnsAddress = args.asLong(4);
            made.userData = 0;
            made.userIocb = 0;
            made.opcode = Opcodes.SYSCALL;
            return aio.kernel().syscalls().find(number) == null ? -Errno.ENOSYS : 0;
        }

        private long make(Task task, AioKiocb made, int number) {
            FileCall.Kind kind = FileSyscalls.kind(number);
            if (kind == null) {
                Syscall syscall = aio.kernel().syscalls().find(number);
                if (syscall == null) {
                    throw violated("system call %d is gone", number);
                }
                return task.callNested(syscall, inner, done);
            }
            long bad = FileSyscalls.prepare(task, made, number, inner);
            OpenFile file = made.io.file;
            if (bad != 0 || file == null) {
                return done(task, bad);
            }
            usualEnd = made.io.end;
            return fileCall.begin(kind, file, made.io, answered);
        }

        private long answered(Task task, Kiocb io, long result) {
            io.end = usualEnd;
            return done(task, result);
        }

        private long done(Task task, long result) {
            AioKiocb made = request;
            if (made == null) {
                throw violated("%s ends a call that has not begun", task);
            }
            request = null;
            aio.complete(made, result);
            aio.kernel().batchEnded();
            return result;
        }
    }
}
