package dev.kiosim.kernel.vfs;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.WaitQueue;

/**
 * An open file: what a descriptor stands for. A kind of file overrides what it can do; what it
 * cannot do answers as the kernel does for a missing method.
 *
 * <p>Source: Linux include/linux/fs.h, struct file and struct file_operations; open flags from
 * include/uapi/asm-generic/fcntl.h.
 */
public abstract class OpenFile {
    /** The request is under way; its end will be heard (the kernel's -EIOCBQUEUED). */
    public static final long QUEUED = Long.MIN_VALUE + 2;

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_ACCMODE = 3;
    public static final int O_CREAT = 0100;
    public static final int O_EXCL = 0200;
    public static final int O_TRUNC = 01000;
    public static final int O_APPEND = 02000;
    public static final int O_NONBLOCK = 04000;
    public static final int O_DSYNC = 010000;
    public static final int O_DIRECT = 040000;
    public static final int O_DIRECTORY = 0200000;
    public static final int O_SYNC = 04000000 | O_DSYNC;
    public static final int O_CLOEXEC = 02000000;
    public static final int O_PATH = 010000000;

    /** There is data to read. */
    public static final int POLLIN = 1;
    /** Writing would not block. */
    public static final int POLLOUT = 4;
    /** An error. */
    public static final int POLLERR = 8;
    /** The other end is closed. */
    public static final int POLLHUP = 0x10;
    /** Normal data to read. */
    public static final int POLLRDNORM = 0x40;
    /** Normal data may be written. */
    public static final int POLLWRNORM = 0x100;

    private final String name;
    private final int flags;
    private int references;

    /** The position that read, write and lseek share, bytes; requests with an offset ignore it. */
    public long position;

    /** An open file with O_ flags; {@code name} is for reports. */
    protected OpenFile(String name, int flags) {
        this.name = name;
        this.flags = flags;
    }

    /** Name in reports. */
    public final String name() {
        return name;
    }

    /** The O_ flags it was opened with. */
    public final int flags() {
        return flags;
    }

    /** Whether all of {@code bits} are among the flags. */
    public final boolean has(int bits) {
        return (flags & bits) == bits;
    }

    /** Open for reading. */
    public final boolean canRead() {
        return (flags & O_ACCMODE) != O_WRONLY && !has(O_PATH);
    }

    /** Open for writing. */
    public final boolean canWrite() {
        return (flags & O_ACCMODE) != O_RDONLY && !has(O_PATH);
    }

    /** One more descriptor or request uses it. */
    public final void hold() {
        references++;
    }

    /** One fewer uses it; the last one closes it. */
    public final void release() {
        if (references <= 0) {
            throw violated("%s is released once too often", name);
        }
        if (--references == 0) {
            closed();
        }
    }

    /**
     * A number for what its answers depend on beside its position and stored data: the counter of
     * an eventfd.
     */
    public long state() {
        return 0;
    }

    /** The last user is gone. */
    protected void closed() {}

    /** Whether it has a read method of the async kind. */
    public boolean hasReadIter() {
        return false;
    }

    /** Whether it has a write method of the async kind. */
    public boolean hasWriteIter() {
        return false;
    }

    /** Whether write(2) works, with a method of either kind. */
    public boolean hasWrite() {
        return hasWriteIter();
    }

    /** Whether requests may say {@link Kiocb#NOWAIT}. Source: Linux FMODE_NOWAIT. */
    public boolean mayNowait() {
        return false;
    }

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return false;
    }

    /** Whether it has a position: pread, pwrite and lseek work. */
    public boolean isSeekable() {
        return false;
    }

    /** Bytes up to its end, for lseek; 0 for what has no size. */
    public long sizeBytes() {
        return 0;
    }

    /** Whether it has an fsync method. */
    public boolean hasFsync() {
        return false;
    }

    /**
     * Reads into the kiocb's buffers from its position.
     *
     * @return bytes or -errno; {@link #QUEUED}: the kiocb's end will be heard;
     *     {@link dev.kiosim.kernel.Task#BLOCKED}: the file will wake the kiocb's task, which is to
     *     sleep and call again
     */
    public long readIter(Kiocb kiocb) {
        return -Errno.EINVAL;
    }

    /** Writes from the kiocb's buffers; returns as {@link #readIter}. */
    public long writeIter(Kiocb kiocb) {
        return -Errno.EINVAL;
    }

    /**
     * Makes what was written durable; with {@link Kiocb#DSYNC} set, data only. Runs on a task that
     * may sleep; returns as {@link #readIter}.
     */
    public long fsync(Kiocb kiocb) {
        return -Errno.EINVAL;
    }

    /**
     * The bios of a request have ended, and its result is set. A file that has more to do with it
     * answers true and ends it, or has its task ask again, later.
     */
    protected boolean transferEnded(Kiocb kiocb) {
        return false;
    }

    /**
     * What is ready now: bits of {@link #POLLIN} to {@link #POLLWRNORM}. Files without poll are
     * always ready.
     */
    public int pollMask() {
        return POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
    }

    /** Where those wait that poll it; null if there is nothing to wait on. */
    public @Nullable WaitQueue pollQueue() {
        return null;
    }

    @Override
    public String toString() {
        return name;
    }
}
