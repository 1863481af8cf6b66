package dev.kiosim.kernel.vfs;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Signals;

/**
 * What every write to a file is checked for before it starts, in the kernel's order: nothing to
 * write, append, RLIMIT_FSIZE, largest file. A write that crosses a limit is cut to it. Source:
 * Linux mm/filemap.c, generic_write_checks.
 */
final class WriteChecks {
    private WriteChecks() {}

    /** Bytes to write, at the kiocb's position; 0: nothing to do; -errno. */
    static long check(Kiocb kiocb, Inode inode, boolean appends) {
        IovIter from = kiocb.buffers();
        if (from.remainingBytes() == 0) {
            return 0;
        }
        if (appends || kiocb.has(Kiocb.APPEND)) {
            kiocb.position = inode.sizeBytes();
        }
        long limit = kiocb.process().fileSizeLimitBytes();
        if (limit != Process.UNLIMITED) {
            if (kiocb.position >= limit) {
                kiocb.task().signals().raise(Signals.SIGXFSZ);
                return -Errno.EFBIG;
            }
            from.truncate(limit - kiocb.position);
        }
        @Nullable FileSystem fileSystem = inode.fileSystem();
        long largest = fileSystem == null ? inode.sizeBytes() : fileSystem.fileBytesMax();
        if (kiocb.position >= largest) {
            return fileSystem == null ? -Errno.ENOSPC : -Errno.EFBIG;
        }
        from.truncate(largest - kiocb.position);
        return from.remainingBytes();
    }
}
