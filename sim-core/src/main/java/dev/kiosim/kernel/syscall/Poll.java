package dev.kiosim.kernel.syscall;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.TaskWaiter;
import dev.kiosim.kernel.WaitQueue;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * poll(fds, nfds, timeout): how many of the files are ready, after waiting up to {@code timeout}
 * milliseconds (negative: without end).
 *
 * <pre>
 * struct pollfd, 8 bytes
 * offset size type field    meaning
 *      0    4 s32  fd       descriptor; negative: left out
 *      4    2 s16  events   what is asked for
 *      6    2 s16  revents  what is ready, with POLLERR, POLLHUP, POLLNVAL
 * </pre>
 *
 * Source: Linux fs/select.c, do_sys_poll.
 */
final class Poll implements Syscall {
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS_OFFSET = 4;
    private static final int REVENTS_OFFSET = 6;
    private static final int POLLNVAL = 0x20;
    private static final long FILES_MAX = 1024; // RLIMIT_NOFILE's usual soft limit
    private static final long NANOS_PER_MILLISECOND = 1_000_000L;

    private final PerTask<Wait> waits = new PerTask<>(Wait::new);

    @Override
    public String name() {
        return "poll";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long count = args.asUnsignedInt(1);
        if (count > FILES_MAX) {
            return -Errno.EINVAL;
        }
        if (!task.memory().isWritable(args.asLong(0), count * POLLFD_BYTES)) {
            return -Errno.EFAULT;
        }
        return waits.of(task).begin(args.asLong(0), (int) count, args.asInt(2));
    }

    /** One call in progress. */
    private static final class Wait implements Continuation {
        private final Task task;
        private final List<TaskWaiter> waiters = new ArrayList<>();
        private final List<@Nullable WaitQueue> queues = new ArrayList<>();
        private long array;
        private int count;
        private boolean waits;

        Wait(Task task) {
            this.task = task;
        }

        long begin(long fds, int files, int timeoutMillis) {
            array = fds;
            count = files;
            waits = timeoutMillis != 0;
            task.stopTimeout();
            if (timeoutMillis > 0) {
                task.startTimeout(timeoutMillis * NANOS_PER_MILLISECOND);
            }
            return resume(task);
        }

        @Override
        public long resume(Task resumed) {
            leaveQueues();
            int ready = look();
            if (ready > 0 || !waits || task.timedOut()) {
                task.stopTimeout();
                return ready;
            }
            if (task.signals().isPending()) {
                task.stopTimeout();
                return -Errno.EINTR;
            }
            joinQueues();
            return task.sleepThen(this);
        }

        private int look() {
            AddressSpace memory = task.memory();
            int ready = 0;
            for (int i = 0; i < count; i++) {
                long at = array + (long) i * POLLFD_BYTES;
                int mask = 0;
                if (memory.getInt(at) >= 0) {
                    OpenFile file = file(i);
                    int asked = memory.getShort(at + EVENTS_OFFSET);
                    int always = OpenFile.POLLERR | OpenFile.POLLHUP;
                    mask = file == null ? POLLNVAL : file.pollMask() & (asked | always);
                }
                memory.putShort(at + REVENTS_OFFSET, (short) mask);
                ready += mask != 0 ? 1 : 0;
            }
            return ready;
        }

        private @Nullable OpenFile file(int index) {
            int fd = task.memory().getInt(array + (long) index * POLLFD_BYTES);
            return task.process().files().find(fd);
        }

        private void joinQueues() {
            for (int i = 0; i < count; i++) {
                if (waiters.size() == i) {
                    waiters.add(new TaskWaiter(task));
                    queues.add(null);
                }
                OpenFile file = file(i);
                WaitQueue queue = file == null ? null : file.pollQueue();
                if (queue != null) {
                    queue.add(waiters.get(i));
                }
                queues.set(i, queue);
            }
        }

        private void leaveQueues() {
            for (int i = 0; i < queues.size(); i++) {
                WaitQueue queue = queues.get(i);
                if (queue != null) {
                    queue.remove(waiters.get(i));
                    queues.set(i, null);
                } else if (waiters.get(i).isWaiting()) {
                    throw violated("%s waits on a queue that it has forgotten", task);
                }
            }
        }
    }
}
