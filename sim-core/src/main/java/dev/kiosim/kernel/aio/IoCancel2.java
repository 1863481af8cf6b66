package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/**
 * io_cancel2(ctx, iocb): starts to cancel the request of {@code iocb}. Returns -EINPROGRESS, and
 * its event arrives through the ring; EFAULT (key not readable), EINVAL (unknown context; no such
 * request, or one that cannot be cancelled). Source: new ABI specification, section 3.
 */
final class IoCancel2 implements Syscall {
    private static final int KEY_OFFSET = 8;

    private final AioV2 abi;

    IoCancel2(AioV2 abi) {
        this.abi = abi;
    }

    @Override
    public String name() {
        return "io_cancel2";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long userIocb = args.asLong(1);
        if (!task.memory().isReadable(userIocb + KEY_OFFSET, Integer.BYTES)) {
            return -Errno.EFAULT;
        }
        KioctxV2 context = abi.find(task.process(), args.asLong(0));
        if (context == null) {
            return -Errno.EINVAL;
        }
        int key = task.memory().getInt(userIocb + KEY_OFFSET);
        AioKiocb request = context.findRequest(key, userIocb);
        return request != null && request.cancel() ? -Errno.EINPROGRESS : -Errno.EINVAL;
    }
}
