package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;

/**
 * The iocbs of one io_submit2, one after the other. Checks of an iocb, in this order: header
 * readable (EFAULT); reserved fields and flags zero, length not negative (EINVAL); attribute bytes
 * within the call's (EINVAL), at most a page and readable (EFAULT); a free request (EAGAIN);
 * attributes well formed, and known if strict (EINVAL); the greatest possible event fits the ring
 * (E2BIG); file open (EBADF); key writable (EFAULT); then the operation's own. Source: new ABI
 * specification, section 3; E2BIG is ours: such an event could never be delivered.
 */
final class Submission2 implements SubmitCall.Source {
    private static final int ATTR_BYTES_MAX = AddressSpace.PAGE_BYTES;

    private final Aio aio;
    private final IocbView iocb = new IocbView();
    private @Nullable KioctxV2 context;
    private @Nullable AioKiocb request;
    private long address;
    private long bytesLeft;
    private long iocbBytes;
    private long acceptedBytes;

    Submission2(Aio aio) {
        this.aio = aio;
    }

    Submission2 begin(KioctxV2 into, long iocbs, long bytes) {
        context = into;
        address = iocbs;
        bytesLeft = bytes;
        acceptedBytes = 0;
        return this;
    }

    @Override
    public boolean hasNext() {
        return bytesLeft > 0;
    }

    @Override
    public long submitNext(Task task) {
        KioctxV2 into = context;
        if (into == null) {
            throw violated("%s submits to no context", task);
        }
        long bad = checkIocb(task.memory());
        if (bad != 0) {
            return bad;
        }
        AioKiocb allocated = into.allocate(task);
        if (allocated == null) {
            return -Errno.EAGAIN;
        }
        request = allocated;
        long outcome = start(task, into, allocated);
        if (isErrno(outcome)) {
            into.refuse(allocated);
        }
        return outcome;
    }

    private long checkIocb(AddressSpace memory) {
        if (bytesLeft < IocbView.SIZE_BYTES) {
            return -Errno.EINVAL;
        }
        if (!memory.isReadable(address, IocbView.SIZE_BYTES)) {
            return -Errno.EFAULT;
        }
        iocb.wrap(memory, address);
        if ((iocb.rwFlags() | iocb.flags() | iocb.resfd()) != 0 || iocb.nbytes() < 0) {
            return -Errno.EINVAL;
        }
        long attrBytes = iocb.attrBytes();
        if (attrBytes < 0 || attrBytes > bytesLeft - IocbView.SIZE_BYTES) {
            return -Errno.EINVAL;
        }
        if (attrBytes > ATTR_BYTES_MAX
                || !memory.isReadable(address + IocbView.SIZE_BYTES, attrBytes)) {
            return -Errno.EFAULT;
        }
        iocbBytes = IocbView.SIZE_BYTES + attrBytes;
        return 0;
    }

    private long start(Task task, KioctxV2 into, AioKiocb started) {
        long bad = readAttributes(task, into, started);
        if (bad != 0) {
            return bad;
        }
        OpenFile file = task.process().files().find(iocb.fildes());
        if (file == null || file.has(OpenFile.O_PATH)) {
            return -Errno.EBADF;
        }
        file.hold();
        started.io.file = file;
        if (!task.memory().isWritable(address, IocbView.SIZE_BYTES)) {
            return -Errno.EFAULT;
        }
        iocb.key(started.id);
        started.userIocb = address;
        started.userData = iocb.data();
        started.attributes.apply(task, started);
        return AioOperations.start(task, started, iocb, file, 0, false);
    }

    private long readAttributes(Task task, KioctxV2 into, AioKiocb started) {
        int opcode = iocb.opcode();
        long bad = started.attributes.read(
                task.memory(),
                address + IocbView.SIZE_BYTES,
                iocb.attrBytes(),
                aio.kernel().config().knownAttributes(),
                into.has(KioctxV2.STRICT_ATTRS),
                opcode == AioOperations.PWRITE || opcode == AioOperations.PWRITEV);
        if (bad == 0 && !into.fitsRing(started)) {
            return -Errno.E2BIG;
        }
        return bad;
    }

    private static boolean isErrno(long outcome) {
        return outcome < 0
                && outcome != OpenFile.QUEUED
                && outcome != Task.BLOCKED
                && outcome != AioOperations.INLINE;
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
        aio.accept(request());
        acceptedBytes += iocbBytes;
        address += iocbBytes;
        bytesLeft -= iocbBytes;
    }

    @Override
    public long total() {
        return acceptedBytes;
    }
}
