package dev.kiosim.kernel.syscall;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;

/** The synchronous request of one task: its kiocb, and the wait for the file's answer. */
final class FileRequest {
    /** {@link #start} at the file's own position, which then moves. */
    static final long AT_POSITION = -1;

    private static final long TRANSFER_BYTES_MAX = 0x7ffff000L; // MAX_RW_COUNT

    private final FileCall call;
    private final Kiocb kiocb;
    private boolean movesPosition;

    private FileRequest(Task task) {
        call = new FileCall(task);
        kiocb = new Kiocb(task.kernel());
    }

    /** One for each task. */
    static PerTask<FileRequest> perTask() {
        return new PerTask<>(FileRequest::new);
    }

    /**
     * Reads or writes {@code bytes} at user address {@code buffer}; returns as a system call does.
     *
     * @param offset position in the file, or {@link #AT_POSITION}
     */
    long start(Task task, FileCall.Kind kind, OpenFile file, long buffer, long bytes, long offset) {
        long length = Math.min(bytes, TRANSFER_BYTES_MAX);
        if (bytes < 0) {
            return -Errno.EINVAL;
        }
        if (!AddressSpace.inUserHalf(buffer, length)) {
            return -Errno.EFAULT;
        }
        movesPosition = offset == AT_POSITION;
        prepare(task, file);
        kiocb.position = movesPosition ? file.position : offset;
        kiocb.buffers().add(buffer, length);
        return call.begin(kind, file, kiocb, this::answered);
    }

    /** Makes the file durable; {@code flags} as {@link OpenFile#fsync} takes them. */
    long sync(Task task, OpenFile file, int flags) {
        movesPosition = false;
        prepare(task, file);
        kiocb.flags = flags;
        return call.begin(FileCall.Kind.FSYNC, file, kiocb, this::answered);
    }

    private void prepare(Task task, OpenFile file) {
        kiocb.clear();
        kiocb.file = file;
        kiocb.process = task.process();
        kiocb.cpu = task.cpu().number();
        kiocb.accountedTaskId = task.tid();
        kiocb.priorityClass = task.ioPriorityClass();
        kiocb.priorityLevel = task.ioPriorityLevel();
        kiocb.submittedNanos = task.kernel().engine().nowNanos();
        file.hold();
    }

    private long answered(Task task, Kiocb done, long result) {
        OpenFile file = done.file;
        if (file != null) {
            if (movesPosition && result > 0 && file.isSeekable()) {
                file.position += result;
            }
            done.file = null;
            file.release();
        }
        return result;
    }
}
