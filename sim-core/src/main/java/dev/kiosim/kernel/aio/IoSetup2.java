package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.EventFd;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;

/**
 * io_setup2(ctxp, version, features, eventfd): makes a context and stores its id in {@code *ctxp}.
 * Returns 0; EFAULT, EINVAL (ctxp in use, version, features), EBADF, EINVAL (no eventfd), in this
 * order. Source: new ABI specification, section 3.
 */
final class IoSetup2 implements Syscall {
    private static final int VERSION = 2;
    private static final int NO_EVENTFD = -1;

    private final AioV2 abi;

    IoSetup2(AioV2 abi) {
        this.abi = abi;
    }

    @Override
    public String name() {
        return "io_setup2";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long contextPointer = args.asLong(0);
        int features = args.asInt(2);
        AddressSpace memory = task.memory();
        if (!memory.isReadable(contextPointer, Long.BYTES)) {
            return -Errno.EFAULT;
        }
        boolean isWellFormed = memory.getLong(contextPointer) == 0
                && args.asInt(1) == VERSION
                && areKnown(features);
        if (!isWellFormed) {
            return -Errno.EINVAL;
        }
        int fd = args.asInt(3);
        OpenFile file = fd == NO_EVENTFD ? null : task.process().files().find(fd);
        if (fd != NO_EVENTFD && !(file instanceof EventFd)) {
            return file == null ? -Errno.EBADF : -Errno.EINVAL;
        }
        if (!memory.isWritable(contextPointer, Long.BYTES)) {
            return -Errno.EFAULT;
        }
        KioctxV2 made = abi.newContext(task.process(), features, (EventFd) file);
        memory.putLong(contextPointer, made.id());
        return 0;
    }

    /** OVERFLOW_FLAG lives in the mapped header, so it needs MAP_RING. */
    private static boolean areKnown(int features) {
        boolean flagWithoutHeader =
                (features & KioctxV2.OVERFLOW_FLAG) != 0 && (features & KioctxV2.MAP_RING) == 0;
        return (features & ~KioctxV2.FEATURES_KNOWN) == 0 && !flagWithoutHeader;
    }
}
