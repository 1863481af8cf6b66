package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;

/**
 * io_wait_noctx(completion_list, timeout): sleeps while the head of the list is null. Returns 0
 * when it is not; EFAULT (timeout or head not readable, head not 8-byte aligned), ETIMEDOUT, EINTR.
 * Whoever wakes must look again: another task may have taken the list. Source: new ABI
 * specification, section 3; errors are ours, after futex(2).
 */
final class IoWaitNoctx implements Syscall {
    private final PerTask<Call> calls;

    IoWaitNoctx(AioV2 abi) {
        calls = new PerTask<>(task -> new Call(abi, task));
    }

    @Override
    public String name() {
        return "io_wait_noctx";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long head = args.asLong(0);
        long timeout = args.asLong(1);
        if (timeout != 0 && !task.memory().isReadable(timeout, Timespec.SIZE_BYTES)) {
            return -Errno.EFAULT;
        }
        long nanos = timeout == 0 ? Timespec.FOREVER : Timespec.nanos(task.memory(), timeout);
        if (head % Long.BYTES != 0) {
            return -Errno.EFAULT;
        }
        return calls.of(task).begin(task, head, nanos);
    }

    /** One call in progress. */
    private static final class Call implements Continuation {
        private final AioV2 abi;
        private final KioctxNoctx.ListWaiter waiter;
        private long head;

        Call(AioV2 abi, Task task) {
            this.abi = abi;
            waiter = new KioctxNoctx.ListWaiter(task);
        }

        long begin(Task task, long listHead, long nanos) {
            head = listHead;
            if (!task.memory().isReadable(head, Long.BYTES)) {
                return -Errno.EFAULT;
            }
            if (task.memory().getLong(head) != 0) {
                return 0;
            }
            if (nanos == 0) {
                return -Errno.ETIMEDOUT;
            }
            if (nanos > 0) {
                task.startTimeout(nanos);
            }
            return sleep(task);
        }

        private long sleep(Task task) {
            abi.noctxOf(task.process()).waiters().add(waiter.of(head));
            return task.sleepThen(this);
        }

        @Override
        public long resume(Task task) {
            abi.noctxOf(task.process()).waiters().remove(waiter);
            long result = look(task);
            if (result == -Errno.EAGAIN) {
                return sleep(task);
            }
            task.stopTimeout();
            return result;
        }

        private long look(Task task) {
            if (!task.memory().isReadable(head, Long.BYTES)) {
                return -Errno.EFAULT;
            }
            if (task.memory().getLong(head) != 0) {
                return 0;
            }
            if (task.timedOut()) {
                return -Errno.ETIMEDOUT;
            }
            return task.signals().isPending() ? -Errno.EINTR : -Errno.EAGAIN;
        }
    }
}
