package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * io_cancel(ctx, iocb, result): cancels the oldest request of that iocb, if it can be cancelled (a
 * POLL). The event comes through the ring, from a worker; {@code result} is not touched.
 *
 * <pre>
 * order of checks                               error
 * 1 iocb.aio_key not readable                   EFAULT
 * 2 aio_key not 0                               EINVAL
 * 3 no such context                             EINVAL
 * 4 no request of it that can be cancelled      EINVAL
 * 5 cancelled                                   EINPROGRESS
 * </pre>
 *
 * Source: Linux fs/aio.c, io_cancel.
 */
final class IoCancel implements Syscall {
    private final AioV1 v1;
    private final IocbView iocb = new IocbView();

    IoCancel(AioV1 v1) {
        this.v1 = v1;
    }

    @Override
    public String name() {
        return "io_cancel";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long userIocb = args.asLong(1);
        AddressSpace memory = task.memory();
        iocb.wrap(memory, userIocb);
        if (!memory.isReadable(iocb.keyAddress(), Integer.BYTES)) {
            return -Errno.EFAULT;
        }
        if (iocb.key() != IocbView.KEY) {
            return -Errno.EINVAL;
        }
        KioctxV1 context = v1.find(task, args.asLong(0));
        if (context == null) {
            return -Errno.EINVAL;
        }
        AioKiocb request = context.cancellable().find(userIocb);
        return request != null && request.cancel() ? -Errno.EINPROGRESS : -Errno.EINVAL;
    }
}
