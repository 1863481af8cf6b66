package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.WouldBlock;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.KiocbEnd;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;

/**
 * async_exec(iocb, ctx): makes the system call that an iocb with opcode SYSCALL names, on the
 * caller's own stack. One that never sleeps returns its result, and there is no event. One that
 * would sleep keeps the caller's task; another task returns EINPROGRESS to user space in its place
 * ({@link dev.kiosim.kernel.Syslets}), and the result comes as an event of {@code ctx}. Where no
 * other task can be had, the call sleeps as a plain one does.
 *
 * <p>Checks: context (EINVAL); those of {@link AttributedIocb#check}; opcode SYSCALL and no
 * attributes, since a call that never sleeps has no event to return them in (EINVAL); a free
 * request (EAGAIN); key writable and struct readable (EFAULT); a call that may sleep elsewhere
 * (EINVAL). Source: new ABI specification, section 3, syslets; the second argument, EINPROGRESS and
 * the order of checks are ours.
 */
final class AsyncExec implements Syscall {
    private final AioV2 abi;
    private final PerTask<Call> calls;
    private final IocbView priced = new IocbView();

    AsyncExec(AioV2 abi) {
        this.abi = abi;
        calls = new PerTask<>(task -> new Call(abi.aio()));
    }

    @Override
    public String name() {
        return "async_exec";
    }

    @Override
    public long upfrontNanos(Task task, SyscallArgs args) {
        AddressSpace memory = task.memory();
        if (!memory.isReadable(args.asLong(0), IocbView.SIZE_BYTES)) {
            return 0;
        }
        long struct = priced.wrap(memory, args.asLong(0)).buf();
        if (!memory.isReadable(struct, AioSyscallView.SIZE_BYTES)) {
            return 0;
        }
        SyscallArgs inner = new SyscallArgs();
        AioSyscallView view = new AioSyscallView().wrap(memory, struct);
        view.readArgs(inner);
        long number = view.nr();
        Syscall syscall = abi.aio().kernel().syscalls().find((int) number);
        boolean mayNest = number == (int) number && !AsyncSyscalls.mustStay((int) number);
        return syscall == null || !mayNest ? 0 : syscall.upfrontNanos(task, inner);
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        KioctxV2 context = abi.find(task.process(), args.asLong(1));
        return context == null
                ? -Errno.EINVAL
                : calls.of(task).begin(task, context, args.asLong(0));
    }

    /** The call of one task; the task may have stayed behind for it. */
    private static final class Call implements WouldBlock {
        private final Aio aio;
        private final AttributedIocb checked;
        private final IocbView iocb = new IocbView();
        private final AioSyscallView struct = new AioSyscallView();
        private final SyscallArgs inner = new SyscallArgs();
        private final Task.Nested done = this::done;
        private final FileCall.Answered answered = this::answered;
        private @Nullable KioctxV2 context;
        private @Nullable AioKiocb request;
        private KiocbEnd usualEnd = kiocb -> {};
        private String called = "";
        private boolean leftBehind;

        Call(Aio aio) {
            this.aio = aio;
            checked = new AttributedIocb(aio, IocbView.SIZE_BYTES);
        }

        long begin(Task task, KioctxV2 into, long address) {
            AddressSpace memory = task.memory();
            long bad = checked.check(memory, address, IocbView.SIZE_BYTES);
            if (bad != 0) {
                return bad;
            }
            iocb.wrap(memory, address);
            if (iocb.opcode() != Opcodes.SYSCALL) {
                return -Errno.EINVAL;
            }
            AioKiocb made = into.allocate(task);
            if (made == null) {
                return -Errno.EAGAIN;
            }
            context = into;
            request = made;
            leftBehind = false;
            bad = prepare(memory, made);
            if (bad != 0) {
                return withdraw(bad);
            }
            task.setWouldBlock(this);
            return make(task, made, (int) struct.nr());
        }

        private long prepare(AddressSpace memory, AioKiocb made) {
            boolean isThere = memory.isWritable(iocb.keyAddress(), Integer.BYTES)
                    && memory.isReadable(iocb.buf(), AioSyscallView.SIZE_BYTES);
            if (!isThere) {
                return -Errno.EFAULT;
            }
            long number = struct.wrap(memory, iocb.buf()).nr();
            if (number != (int) number || AsyncSyscalls.mustStay((int) number)) {
                return -Errno.EINVAL;
            }
            struct.readArgs(inner);
            iocb.key(made.id);
            made.userIocb = iocb.address();
            made.userData = iocb.data();
            made.opcode = Opcodes.SYSCALL;
            return 0;
        }

        private long make(Task task, AioKiocb made, int number) {
            Syscall syscall = aio.kernel().syscalls().find(number);
            if (syscall == null) {
                return done(task, -Errno.ENOSYS);
            }
            called = syscall.name();
            FileCall.Kind kind = FileSyscalls.kind(number);
            if (kind == null) {
                return task.callNested(syscall, inner, done);
            }
            long bad = FileSyscalls.prepare(task, made, number, inner);
            OpenFile file = made.io.file;
            if (bad != 0 || file == null) {
                return done(task, bad);
            }
            if (file.has(OpenFile.O_DIRECT)) {
                task.charge(aio.kernel().costs().submitDirect());
            }
            usualEnd = made.io.end;
            return aio.fileCalls().of(task).begin(kind, file, made.io, answered);
        }

        /** The task that would sleep stays behind, if another can take its place. */
        @Override
        public void wouldBlock(Task task) {
            AioKiocb made = request();
            leftBehind = aio.kernel().syslets().replace(task, called, -Errno.EINPROGRESS);
            if (leftBehind) {
                aio.accept(made);
            }
        }

        private long answered(Task task, Kiocb io, long result) {
            io.end = usualEnd;
            return done(task, result);
        }

        private long done(Task task, long result) {
            task.setWouldBlock(null);
            if (!leftBehind) {
                return withdraw(result);
            }
            AioKiocb made = request();
            request = null;
            context = null;
            aio.complete(made, result);
            aio.kernel().batchEnded();
            return result;
        }

        private AioKiocb request() {
            AioKiocb made = request;
            if (made == null) {
                throw violated("async_exec of %s has no request", called);
            }
            return made;
        }

        private long withdraw(long result) {
            KioctxV2 from = context;
            AioKiocb made = request();
            if (from == null) {
                throw violated("async_exec of %s has no context", called);
            }
            request = null;
            context = null;
            from.withdraw(made);
            return result;
        }
    }
}
