package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * io_submit2(ctx, iocbs, nbytes): submits iocbs that lie one behind the other, each 64 bytes and
 * its attributes long. Returns the bytes of iocbs accepted, or, if the first is bad, what ails it:
 * see {@link Submission2}. EINVAL for an unknown context or negative length. Source: new ABI
 * specification, section 3.
 */
final class IoSubmit2 implements Syscall {
    private final AioV2 abi;
    private final PerTask<SubmitCall> calls;
    private final IocbView priced = new IocbView();
    private final PerTask<Submission2> submissions;

    IoSubmit2(AioV2 abi) {
        this.abi = abi;
        calls = new PerTask<>(task -> new SubmitCall(abi.aio()));
        submissions = new PerTask<>(task -> new Submission2(abi.aio()));
    }

    @Override
    public String name() {
        return "io_submit2";
    }

    @Override
    public long upfrontNanos(Task task, SyscallArgs args) {
        AddressSpace memory = task.memory();
        long end = args.asLong(1) + args.asLong(2);
        long nanos = 0;
        long at = args.asLong(1);
        while (end - at >= IocbView.SIZE_BYTES && memory.isReadable(at, IocbView.SIZE_BYTES)) {
            priced.wrap(memory, at);
            long attrBytes = priced.attrBytes();
            nanos += AioOperations.submitNanos(task, priced.fildes());
            if (attrBytes < 0 || attrBytes > end - at) {
                break;
            }
            nanos += attrBytes / IocbAttrView.SIZE_BYTES * task.kernel().costs().attribute();
            at += IocbView.SIZE_BYTES + attrBytes;
        }
        return nanos;
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        KioctxV2 context = abi.find(task.process(), args.asLong(0));
        long bytes = args.asLong(2);
        if (context == null || bytes < 0) {
            return -Errno.EINVAL;
        }
        return calls.of(task)
                .begin(task, submissions.of(task).begin(context, args.asLong(1), bytes));
    }
}
