package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;

/**
 * The system calls that are one request to a file: pread64, pwrite64, fsync, fdatasync. Made with
 * the kiocb of an asynchronous request instead of one of their own, so that they need not wait, and
 * the layers' findings answer attributes.
 */
final class FileSyscalls {
    private static final long TRANSFER_BYTES_MAX = 0x7ffff000L; // MAX_RW_COUNT

    private FileSyscalls() {}

    /** What call {@code number} asks of a file; null if it is another kind of call. */
    static FileCall.@Nullable Kind kind(int number) {
        return switch (number) {
            case PlainSyscalls.PREAD64 -> FileCall.Kind.READ;
            case PlainSyscalls.PWRITE64 -> FileCall.Kind.WRITE;
            case PlainSyscalls.FSYNC, PlainSyscalls.FDATASYNC -> FileCall.Kind.FSYNC;
            default -> null;
        };
    }

    /**
     * Checks the arguments as the call itself does, and fills in the kiocb of {@code request},
     * which holds the file from then on. Returns 0 or what the call would.
     */
    static long prepare(Task task, AioKiocb request, int number, SyscallArgs args) {
        OpenFile file = task.process().files().find(args.asInt(0));
        boolean transfers = kind(number) != FileCall.Kind.FSYNC;
        if (transfers && args.asLong(3) < 0) {
            return -Errno.EINVAL;
        }
        if (file == null || file.has(OpenFile.O_PATH)) {
            return -Errno.EBADF;
        }
        long bad = transfers ? prepareTransfer(request, number, file, args) : 0;
        if (bad == 0 && !transfers) {
            bad = file.hasFsync() ? 0 : -Errno.EINVAL;
            request.io.flags = number == PlainSyscalls.FDATASYNC ? Kiocb.DSYNC : 0;
        }
        if (bad == 0) {
            file.hold();
            request.io.file = file;
        }
        return bad;
    }

    private static long prepareTransfer(
            AioKiocb request, int number, OpenFile file, SyscallArgs args) {
        boolean reads = number == PlainSyscalls.PREAD64;
        if (!file.isSeekable()) {
            return -Errno.ESPIPE;
        }
        if (reads ? !file.canRead() : !file.canWrite()) {
            return -Errno.EBADF;
        }
        if (reads ? !file.hasReadIter() : !file.hasWriteIter()) {
            return -Errno.EINVAL;
        }
        long bytes = Math.min(args.asLong(2), TRANSFER_BYTES_MAX);
        if (bytes < 0) {
            return -Errno.EINVAL;
        }
        if (!AddressSpace.inUserHalf(args.asLong(1), bytes)) {
            return -Errno.EFAULT;
        }
        request.io.buffers().add(args.asLong(1), bytes);
        request.io.position = args.asLong(3);
        request.offsetBytes = args.asLong(3);
        request.lengthBytes = bytes;
        return 0;
    }

    /** Asks the file; returns as {@link OpenFile#readIter} does. */
    static long ask(FileCall.Kind kind, OpenFile file, Kiocb io) {
        return switch (kind) {
            case READ -> file.readIter(io);
            case WRITE -> file.writeIter(io);
            case FSYNC -> file.fsync(io);
        };
    }
}
