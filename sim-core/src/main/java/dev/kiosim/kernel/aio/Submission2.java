package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Task;

/**
 * The iocbs of one io_submit2, one after the other. Checks of an iocb, in this order: context not
 * destroyed meanwhile (EINVAL); those of {@link AttributedIocb#check}; a free request (EAGAIN);
 * attributes well formed, and known if strict (EINVAL); the greatest possible event fits the ring
 * (E2BIG); those of {@link AttributedIocb#start}. Source: new ABI specification, section 3; E2BIG
 * is ours: such an event could never be delivered.
 */
final class Submission2 implements SubmitCall.Source {
    private final Aio aio;
    private final AttributedIocb iocb;
    private @Nullable KioctxV2 context;
    private @Nullable AioKiocb request;
    private long address;
    private long bytesLeft;
    private long acceptedBytes;

    Submission2(Aio aio) {
        this.aio = aio;
        iocb = new AttributedIocb(aio, IocbView.SIZE_BYTES);
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
        if (into.isDead()) {
            return -Errno.EINVAL; // destroyed meanwhile: what it took now, nobody would cancel
        }
        long bad = bytesLeft < IocbView.SIZE_BYTES
                ? -Errno.EINVAL
                : iocb.check(task.memory(), address, bytesLeft);
        if (bad != 0) {
            return bad;
        }
        AioKiocb allocated = into.allocate(task);
        if (allocated == null) {
            return -Errno.EAGAIN;
        }
        request = allocated;
        long outcome = start(task, into, allocated);
        if (AioOperations.isRefusal(outcome)) {
            into.refuse(allocated);
        }
        return outcome;
    }

    private long start(Task task, KioctxV2 into, AioKiocb started) {
        long bad = iocb.readAttributes(started, into.has(KioctxV2.STRICT_ATTRS));
        if (bad != 0) {
            return bad;
        }
        return into.fitsRing(started) ? iocb.start(task, started) : -Errno.E2BIG;
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
        acceptedBytes += iocb.bytes();
        address += iocb.bytes();
        bytesLeft -= iocb.bytes();
    }

    @Override
    public long total() {
        return acceptedBytes;
    }
}
