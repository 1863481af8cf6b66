package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.IovIter;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;

/**
 * What an iocb can ask for, common to all ABIs: the opcode's own checks, in the kernel's order, and
 * the start of the operation. A check that fails refuses the iocb (-errno from submit); what the
 * file answers becomes an event.
 *
 * <p>Source: Linux fs/aio.c, aio_read, aio_write, aio_prep_rw, aio_setup_rw.
 */
final class AioOperations {
    static final int PREAD = 0;
    static final int PWRITE = 1;
    static final int FSYNC = 2;
    static final int FDSYNC = 3;
    static final int POLL = 5;
    static final int NOOP = 6;
    static final int PREADV = 7;
    static final int PWRITEV = 8;

    /** The file answered at once: {@code io.result} holds what becomes the event. */
    static final long INLINE = Long.MIN_VALUE + 3;

    /** The offset is negative, or runs over: refused today, in 2013 an event with -EINVAL. */
    static final long BAD_RANGE = Long.MIN_VALUE + 4;

    private static final int RWF_HIPRI = 1;
    private static final int RWF_DSYNC = 2;
    private static final int RWF_SYNC = 4;
    private static final int RWF_NOWAIT = 8;
    private static final int RWF_APPEND = 0x10;
    private static final int RWF_KNOWN = 0x1f;
    private static final long SEGMENTS_MAX = 1024; // UIO_MAXIOV
    private static final int IOVEC_BYTES = 16;
    private static final long TRANSFER_BYTES_MAX = 0x7ffff000L; // MAX_RW_COUNT
    private static final long POLL_EVENTS = 0xffff;
    private static final int PRIORITY_CLASS_SHIFT = 13;
    private static final int PRIORITY_CLASS_MAX = 3;
    private static final int PRIORITY_LEVEL_MASK = 7;
    private static final int PRIORITY_NONE = 0;
    private static final int PRIORITY_REALTIME = 1;

    private AioOperations() {}

    /**
     * Starts the operation of {@code iocb}, whose file is open and held by {@code request}.
     *
     * @param rwFlags aio_rw_flags, 0 in an ABI without them
     * @param usesPriority whether aio_reqprio is meant
     * @return -errno: refused; {@link OpenFile#QUEUED}; {@link Task#BLOCKED}: sleep, then
     *     {@link #again}; {@link #INLINE}
     */
    static long start(
            Task task,
            AioKiocb request,
            IocbView iocb,
            OpenFile file,
            int rwFlags,
            boolean usesPriority) {
        long outcome = begin(task, request, iocb, file, rwFlags, usesPriority);
        return outcome == BAD_RANGE ? -Errno.EINVAL : outcome;
    }

    /** As {@link #start}; but {@link #BAD_RANGE} for a range that no file has. */
    static long begin(
            Task task,
            AioKiocb request,
            IocbView iocb,
            OpenFile file,
            int rwFlags,
            boolean usesPriority) {
        request.opcode = iocb.opcode();
        request.offsetBytes = iocb.offset();
        request.lengthBytes = iocb.nbytes();
        return switch (request.opcode) {
            case PREAD, PREADV, PWRITE, PWRITEV ->
                readOrWrite(task, request, iocb, file, rwFlags, usesPriority);
            case FSYNC, FDSYNC -> fsync(task, request, iocb, file, rwFlags);
            case POLL -> poll(request, iocb, file, rwFlags);
            default -> -Errno.EINVAL;
        };
    }

    /** Whether an answer of {@link #start} refuses the iocb. */
    static boolean isRefusal(long outcome) {
        return outcome < 0 && outcome > -Errno.END;
    }

    private static long fsync(
            Task task, AioKiocb request, IocbView iocb, OpenFile file, int rwFlags) {
        if (iocb.buf() != 0 || iocb.offset() != 0 || iocb.nbytes() != 0 || rwFlags != 0) {
            return -Errno.EINVAL;
        }
        if (!file.hasFsync()) {
            return -Errno.EINVAL;
        }
        request.io.flags = request.opcode == FDSYNC ? Kiocb.DSYNC : 0;
        task.kernel().workers().queue(task.process(), request.fsync());
        return OpenFile.QUEUED;
    }

    private static long poll(AioKiocb request, IocbView iocb, OpenFile file, int rwFlags) {
        if ((iocb.buf() & ~POLL_EVENTS) != 0) {
            return -Errno.EINVAL;
        }
        if (iocb.offset() != 0 || iocb.nbytes() != 0 || rwFlags != 0) {
            return -Errno.EINVAL;
        }
        return request.poll().start(file, (int) iocb.buf());
    }

    /**
     * What submitting an iocb costs before its IO can go down: paid for a whole call at its start,
     * so that the IO of its last iocb leaves when the work on all of them is done.
     */
    static long submitNanos(Task task, int fd) {
        CostTable costs = task.kernel().costs();
        OpenFile file = task.process().files().find(fd);
        boolean isDirect = file != null && file.has(OpenFile.O_DIRECT);
        return costs.submitIocb() + (isDirect ? costs.submitDirect() : 0);
    }

    /** Asks the file again, after it had the task sleep. */
    static long again(AioKiocb request, OpenFile file) {
        long answer = FileSyscalls.ask(request.kind, file, request.io);
        while (request.repeatsPartial && isPartial(request, file, answer)) {
            request.earlierBytes += answer;
            request.io.beginAgain();
            answer = FileSyscalls.ask(request.kind, file, request.io);
        }
        return answer(request, answer);
    }

    private static boolean isPartial(AioKiocb request, OpenFile file, long answer) {
        boolean mayRepeat = request.kind == FileCall.Kind.WRITE || file.isSeekable();
        return answer > 0 && request.io.buffers().remainingBytes() > 0 && mayRepeat;
    }

    private static long readOrWrite(
            Task task,
            AioKiocb request,
            IocbView iocb,
            OpenFile file,
            int rwFlags,
            boolean usesPriority) {
        boolean reads = isRead(request.opcode);
        long refused = usesPriority ? setPriority(request.io, iocb.priority()) : 0;
        if (refused == 0) {
            refused = setFlags(request.io, file, rwFlags);
        }
        if (refused == 0) {
            refused = checkFile(file, reads);
        }
        if (refused == 0) {
            refused = importBuffers(task.memory(), request, iocb);
        }
        if (refused == 0) {
            refused = checkRange(iocb.offset(), request.io.buffers().remainingBytes());
        }
        if (refused != 0) {
            return refused;
        }
        request.io.position = iocb.offset();
        request.kind = reads ? FileCall.Kind.READ : FileCall.Kind.WRITE;
        return again(request, file);
    }

    private static boolean isRead(int opcode) {
        return opcode == PREAD || opcode == PREADV;
    }

    private static long answer(AioKiocb request, long answer) {
        if (answer == OpenFile.QUEUED || answer == Task.BLOCKED) {
            return answer;
        }
        boolean failsAfterSome = answer < 0 && request.earlierBytes > 0;
        if (!failsAfterSome) {
            request.io.result = request.earlierBytes == 0 ? answer : request.earlierBytes + answer;
        } else { // of a write what was done counts, of a read the error
            request.io.result = request.kind == FileCall.Kind.WRITE ? request.earlierBytes : answer;
        }
        return INLINE;
    }

    private static long setPriority(Kiocb io, int priority) {
        int priorityClass = (priority & 0xffff) >> PRIORITY_CLASS_SHIFT;
        int level = priority & PRIORITY_LEVEL_MASK;
        if (priorityClass > PRIORITY_CLASS_MAX || (priorityClass == PRIORITY_NONE && level != 0)) {
            return -Errno.EINVAL;
        }
        if (priorityClass == PRIORITY_REALTIME) {
            return -Errno.EPERM; // tasks of a scenario have no CAP_SYS_NICE
        }
        io.priorityClass = priorityClass;
        io.priorityLevel = level;
        return 0;
    }

    private static long setFlags(Kiocb io, OpenFile file, int rwFlags) {
        if ((rwFlags & ~RWF_KNOWN) != 0) {
            return -Errno.EOPNOTSUPP;
        }
        if ((rwFlags & RWF_NOWAIT) != 0 && !file.mayNowait()) {
            return -Errno.EOPNOTSUPP;
        }
        io.flags = ((rwFlags & RWF_HIPRI) != 0 ? Kiocb.HIPRI : 0)
                | ((rwFlags & RWF_DSYNC) != 0 ? Kiocb.DSYNC : 0)
                | ((rwFlags & RWF_SYNC) != 0 ? Kiocb.SYNC | Kiocb.DSYNC : 0)
                | ((rwFlags & RWF_NOWAIT) != 0 ? Kiocb.NOWAIT : 0)
                | ((rwFlags & RWF_APPEND) != 0 ? Kiocb.APPEND : 0);
        return 0;
    }

    private static long checkFile(OpenFile file, boolean reads) {
        if (reads ? !file.canRead() : !file.canWrite()) {
            return -Errno.EBADF;
        }
        return (reads ? file.hasReadIter() : file.hasWriteIter()) ? 0 : -Errno.EINVAL;
    }

    private static long importBuffers(AddressSpace memory, AioKiocb request, IocbView iocb) {
        if (request.opcode == PREADV || request.opcode == PWRITEV) {
            return importSegments(memory, request.io.buffers(), iocb.buf(), (int) iocb.nbytes());
        }
        long bytes = Math.min(iocb.nbytes(), TRANSFER_BYTES_MAX);
        if (!AddressSpace.inUserHalf(iocb.buf(), bytes)) {
            return -Errno.EFAULT;
        }
        request.io.buffers().add(iocb.buf(), bytes);
        return 0;
    }

    private static long importSegments(
            AddressSpace memory, IovIter buffers, long array, int segments) {
        if (segments < 0 || segments > SEGMENTS_MAX) {
            return -Errno.EINVAL;
        }
        for (int i = 0; i < segments; i++) { // all are copied before any is looked into
            long at = array + (long) i * IOVEC_BYTES;
            if (!memory.isReadable(at, IOVEC_BYTES)) {
                return -Errno.EFAULT;
            }
            if (memory.getLong(at + Long.BYTES) < 0) {
                return -Errno.EINVAL;
            }
        }
        for (int i = 0; i < segments; i++) {
            long at = array + (long) i * IOVEC_BYTES;
            long base = memory.getLong(at);
            long bytes = memory.getLong(at + Long.BYTES);
            if (segments == 1) {
                bytes = Math.min(
                        bytes, TRANSFER_BYTES_MAX); // as a plain buffer, cut before checked
            }
            if (!AddressSpace.inUserHalf(base, bytes)) {
                return -Errno.EFAULT;
            }
            buffers.add(base, Math.min(bytes, TRANSFER_BYTES_MAX - buffers.remainingBytes()));
        }
        return 0;
    }

    private static long checkRange(long offset, long bytes) {
        return offset < 0 || offset + bytes < 0 ? BAD_RANGE : 0;
    }
}
