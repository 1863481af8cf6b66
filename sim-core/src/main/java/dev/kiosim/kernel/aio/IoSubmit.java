package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.EventFd;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;

/**
 * io_submit(ctx, nr, iocbpp): submits iocbs in array order and stops at the first bad one. Returns
 * how many were submitted or, if none, what ailed the first.
 *
 * <pre>
 * order of checks                                   error
 * 1 nr negative                                     EINVAL
 * 2 no such context                                 EINVAL
 *   nr is cut to the slots of the ring
 *   for each iocb:
 * 3 iocbpp[i] not readable                          EFAULT
 * 4 the 64 bytes of the iocb not readable           EFAULT
 * 5 aio_reserved2 not 0                             EINVAL
 * 6 aio_nbytes with the top bit set                 EINVAL
 * 7 no free slot                                    EAGAIN
 * 8 descriptor not open, or O_PATH                  EBADF
 * 9 IOCB_FLAG_RESFD: aio_resfd not open / no eventfd  EBADF / EINVAL
 * 10 aio_key not writable (0 is stored)             EFAULT
 * 11 the opcode's own checks: {@link AioOperations}
 * </pre>
 *
 * Source: Linux fs/aio.c, io_submit and io_submit_one.
 */
final class IoSubmit implements Syscall {
    private final AioV1 v1;
    private final PerTask<Submission> submissions;
    private final IocbView priced = new IocbView();

    IoSubmit(AioV1 v1) {
        this.v1 = v1;
        submissions = new PerTask<>(task -> new Submission());
    }

    @Override
    public String name() {
        return "io_submit";
    }

    @Override
    public long upfrontNanos(Task task, SyscallArgs args) {
        KioctxV1 context = v1.find(task, args.asLong(0));
        long nr = context == null ? 0 : Math.min(args.asLong(1), context.nr());
        AddressSpace memory = task.memory();
        long nanos = 0;
        for (long i = 0; i < nr; i++) {
            long pointer = args.asLong(2) + i * Task.POINTER_BYTES;
            if (!memory.isReadable(pointer, Task.POINTER_BYTES)) {
                break;
            }
            priced.wrap(memory, memory.getLong(pointer));
            if (!memory.isReadable(priced.address(), IocbView.SIZE_BYTES)) {
                break;
            }
            nanos += AioOperations.submitNanos(task, priced.fildes());
        }
        return nanos;
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long nr = args.asLong(1);
        if (nr < 0) {
            return -Errno.EINVAL;
        }
        if (v1.era().checksPointersFirst() && !hasPointers(args.asLong(2), nr)) {
            return -Errno.EFAULT;
        }
        KioctxV1 context = v1.find(task, args.asLong(0));
        if (context == null) {
            return -Errno.EINVAL;
        }
        return submissions.of(task).begin(task, context, args.asLong(2), nr);
    }

    private boolean hasPointers(long iocbpp, long nr) {
        long looked = v1.era().submittedAtOnce(nr, 0);
        return AddressSpace.inUserHalf(iocbpp, looked * Task.POINTER_BYTES);
    }

    /** The iocbs of one call. */
    private final class Submission implements SubmitCall.Source {
        private final SubmitCall call = new SubmitCall(v1.aio());
        private final IocbView iocb = new IocbView();
        private @Nullable KioctxV1 context;
        private @Nullable AioKiocb request;
        private long pointers;
        private long nr;
        private long submitted;

        long begin(Task task, KioctxV1 into, long iocbpp, long asked) {
            context = into;
            pointers = iocbpp;
            nr = v1.era().submittedAtOnce(asked, into.nr());
            submitted = 0;
            into.enter();
            return call.begin(task, this);
        }

        private KioctxV1 context() {
            KioctxV1 into = context;
            if (into == null) {
                throw violated("a submission without a context");
            }
            return into;
        }

        @Override
        public boolean hasNext() {
            return submitted < nr;
        }

        @Override
        public long submitNext(Task task) {
            AddressSpace memory = task.memory();
            long pointer = pointers + submitted * Task.POINTER_BYTES;
            if (!memory.isReadable(pointer, Task.POINTER_BYTES)) {
                return -Errno.EFAULT;
            }
            long userIocb = memory.getLong(pointer);
            if (!memory.isReadable(userIocb, IocbView.SIZE_BYTES)) {
                return -Errno.EFAULT;
            }
            iocb.wrap(memory, userIocb);
            if (iocb.attrBytes() != 0 || iocb.nbytes() < 0) {
                return -Errno.EINVAL;
            }
            if (!v1.era().hasRwFlags() && iocb.rwFlags() != 0) {
                return -Errno.EINVAL; // aio_reserved1
            }
            if (v1.era().findsFileFirst() && !isOpen(task, iocb.fildes())) {
                return -Errno.EBADF;
            }
            if (!context().takeSlot()) {
                return -Errno.EAGAIN;
            }
            AioKiocb taken = v1.aio().allocate(task, context());
            request = taken;
            long outcome = start(task, taken);
            if (AioOperations.isRefusal(outcome)) {
                v1.aio().release(taken);
                context().giveBackSlot();
            }
            return outcome;
        }

        private boolean isOpen(Task task, int fd) {
            OpenFile file = task.process().files().find(fd);
            return file != null && !file.has(OpenFile.O_PATH);
        }

        private long start(Task task, AioKiocb taken) {
            OpenFile file = task.process().files().find(iocb.fildes());
            if (file == null || file.has(OpenFile.O_PATH)) {
                return -Errno.EBADF;
            }
            taken.io.file = file;
            file.hold();
            if ((iocb.flags() & IocbView.FLAG_RESFD) != 0) {
                OpenFile resfd = task.process().files().find(iocb.resfd());
                if (resfd == null || resfd.has(OpenFile.O_PATH)) {
                    return -Errno.EBADF;
                }
                if (!(resfd instanceof EventFd eventfd)) {
                    return -Errno.EINVAL;
                }
                taken.eventfd = eventfd;
            }
            if (!task.memory().isWritable(iocb.keyAddress(), Integer.BYTES)) {
                return -Errno.EFAULT;
            }
            iocb.key(IocbView.KEY);
            taken.userIocb = iocb.address();
            taken.userData = iocb.data();
            taken.repeatsPartial = v1.era().repeatsPartial();
            if (!v1.era().knows(iocb.opcode())) {
                return -Errno.EINVAL;
            }
            boolean usesPriority =
                    v1.era().hasPriority() && (iocb.flags() & IocbView.FLAG_IOPRIO) != 0;
            long outcome =
                    AioOperations.begin(task, taken, iocb, file, iocb.rwFlags(), usesPriority);
            return outcome == AioOperations.BAD_RANGE ? badRange(taken) : outcome;
        }

        private long badRange(AioKiocb taken) {
            taken.io.result = -Errno.EINVAL;
            return v1.era().tellsBadRangeByEvent() ? AioOperations.INLINE : -Errno.EINVAL;
        }

        @Override
        public AioKiocb request() {
            AioKiocb taken = request;
            if (taken == null) {
                throw violated("a submission without a request");
            }
            return taken;
        }

        @Override
        public void accepted() {
            v1.aio().accept(request());
            submitted++;
        }

        @Override
        public long total() {
            return submitted;
        }

        @Override
        public void finished() {
            context().leave();
            context = null;
            request = null;
        }
    }
}
