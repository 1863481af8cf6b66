package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * io_submit_noctx(iocb, completion_list): submits one {@code struct iocb_noctx}; its completion is
 * pushed on the list whose head lies at {@code completion_list}. Returns 0; EFAULT (iocb or head
 * not 8-byte aligned, iocb not readable), then as {@link AttributedIocb#check}, EINVAL
 * (attributes), EFAULT (results, returns or head not writable), then as
 * {@link AttributedIocb#start}. Source: new ABI specification, section 3.
 */
final class IoSubmitNoctx implements Syscall {
    private final PerTask<SubmitCall> calls;
    private final PerTask<Submission> submissions;
    private final IocbView priced = new IocbView();

    IoSubmitNoctx(AioV2 abi) {
        calls = new PerTask<>(task -> new SubmitCall(abi.aio()));
        submissions = new PerTask<>(task -> new Submission(abi));
    }

    @Override
    public String name() {
        return "io_submit_noctx";
    }

    @Override
    public long upfrontNanos(Task task, SyscallArgs args) {
        if (!task.memory().isReadable(args.asLong(0), IocbNoctxView.SIZE_BYTES)) {
            return 0;
        }
        priced.wrap(task.memory(), args.asLong(0));
        long attributes = Math.max(0, priced.attrBytes()) / IocbAttrView.SIZE_BYTES;
        return AioOperations.submitNanos(task, priced.fildes())
                + attributes * task.kernel().costs().attribute();
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        Submission submission = submissions.of(task);
        submission.begin(args.asLong(0), args.asLong(1));
        return calls.of(task).begin(task, submission);
    }

    /** The one iocb of a call. */
    private static final class Submission implements SubmitCall.Source {
        private final AioV2 abi;
        private final AttributedIocb iocb;
        private @Nullable AioKiocb request;
        private long address;
        private long head;
        private boolean accepted;

        Submission(AioV2 abi) {
            this.abi = abi;
            iocb = new AttributedIocb(abi.aio(), IocbNoctxView.SIZE_BYTES);
        }

        void begin(long iocbAddress, long completionList) {
            address = iocbAddress;
            head = completionList;
            accepted = false;
        }

        @Override
        public boolean hasNext() {
            return !accepted;
        }

        @Override
        public long submitNext(Task task) {
            if ((address | head) % Long.BYTES != 0) {
                return -Errno.EFAULT;
            }
            long bad = iocb.check(task.memory(), address, Long.MAX_VALUE);
            if (bad != 0) {
                return bad;
            }
            AioKiocb allocated = abi.aio().allocate(task, abi.noctxOf(task.process()));
            request = allocated;
            long outcome = start(task, allocated);
            if (AioOperations.isRefusal(outcome)) {
                abi.aio().release(allocated);
            }
            return outcome;
        }

        private long start(Task task, AioKiocb started) {
            long bad = iocb.readAttributes(started, false);
            if (bad != 0) {
                return bad;
            }
            AddressSpace memory = task.memory();
            boolean isWritable = memory.isWritable(address, IocbNoctxView.SIZE_BYTES)
                    && memory.isWritable(iocb.end(), started.attributes.returnBytesMax())
                    && memory.isWritable(head, Long.BYTES);
            if (!isWritable) {
                return -Errno.EFAULT;
            }
            started.id = 0; // nothing finds it by number
            started.completionList = head;
            started.returnsAddress = iocb.end();
            return iocb.start(task, started);
        }

        @Override
        public AioKiocb request() {
            AioKiocb started = request;
            if (started == null) {
                throw violated("a submission without a request");
            }
            return started;
        }

        @Override
        public void accepted() {
            abi.aio().accept(request());
            accepted = true;
        }

        @Override
        public long total() {
            return 0;
        }
    }
}
