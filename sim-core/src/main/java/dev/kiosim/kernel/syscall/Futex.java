package dev.kiosim.kernel.syscall;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.MistakenIdentity;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * futex(uaddr, op, val, timeout): waiting on a word of user memory. FUTEX_WAIT, FUTEX_WAKE, and the
 * lock whose word holds the tid of its owner: FUTEX_LOCK_PI, FUTEX_TRYLOCK_PI, FUTEX_UNLOCK_PI.
 *
 * <pre>
 * word of a lock: 0 free; bits 0 to 29 tid of the owner, bit 30 the owner died, bit 31 some wait
 * </pre>
 *
 * <p>EINVAL (not a multiple of 4, negative count), EFAULT, ENOSYS (another op), EAGAIN (the word is
 * not {@code val}, or TRYLOCK of a lock that is taken), EDEADLK (locked by the caller), ESRCH (no
 * such owner), EPERM (unlocked by another than the owner), EINTR, ETIMEDOUT. The time-out counts
 * from now, or, for a lock, is a time since the start.
 *
 * <p>Left out: priority inheritance itself, shared futexes of two processes. Source: Linux
 * kernel/futex/pi.c, futex_lock_pi and futex_unlock_pi; waitwake.c.
 */
final class Futex implements Syscall {
    static final int WAIT = 0;
    static final int WAKE = 1;
    static final int LOCK_PI = 6;
    static final int UNLOCK_PI = 7;
    static final int TRYLOCK_PI = 8;

    private static final int OP_FLAGS = 128 | 256; // FUTEX_PRIVATE_FLAG, FUTEX_CLOCK_REALTIME
    private static final int TID_MASK = 0x3fffffff;
    private static final int OWNER_DIED = 0x40000000;
    private static final int WAITERS = 0x80000000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_MAX = 1L << 31;

    private final List<Wait> waiting = new ArrayList<>(); // the one who came first in front
    private final PerTask<Wait> waits = new PerTask<>(Wait::new);

    Futex(Kernel kernel) {
        kernel.onTaskExit(this::ownerExits);
    }

    @Override
    public String name() {
        return "futex";
    }

    @Override
    public long call(Task task, SyscallArgs args) {
        long address = args.asLong(0);
        if ((address & (Integer.BYTES - 1)) != 0) {
            return -Errno.EINVAL;
        }
        if (!task.memory().isWritable(address, Integer.BYTES)) {
            return -Errno.EFAULT;
        }
        long timeout = args.asLong(3);
        return switch (args.asInt(1) & ~OP_FLAGS) {
            case WAIT -> await(task, address, args.asInt(2), timeout);
            case WAKE -> wake(task.process(), address, args.asInt(2));
            case LOCK_PI -> lock(task, address, timeout);
            case TRYLOCK_PI -> tryLock(task, address);
            case UNLOCK_PI -> unlock(task, address);
            default -> -Errno.ENOSYS;
        };
    }

    private long await(Task task, long address, int expected, long timeout) {
        if (task.memory().getInt(address) != expected) {
            return -Errno.EAGAIN;
        }
        return waits.of(task).begin(task, address, timeout, 0);
    }

    private long wake(Process process, long address, int most) {
        if (most < 0) {
            return -Errno.EINVAL;
        }
        int woken = 0;
        while (woken < most) {
            Wait first = firstAt(process, address);
            if (first == null) {
                break;
            }
            first.grant();
            woken++;
        }
        return woken;
    }

    private long lock(Task task, long address, long timeout) {
        long tried = tryLock(task, address);
        if (tried != -Errno.EAGAIN) {
            return tried;
        }
        AddressSpace memory = task.memory();
        memory.putInt(address, memory.getInt(address) | WAITERS);
        return waits.of(task)
                .begin(task, address, timeout, task.kernel().engine().nowNanos());
    }

    /** Takes a lock that is free: 0; EAGAIN if it belongs to a task that exists. */
    private long tryLock(Task task, long address) {
        AddressSpace memory = task.memory();
        int word = memory.getInt(address);
        int owner = word & TID_MASK;
        if (owner == task.virtualTid()) {
            return -Errno.EDEADLK;
        }
        if (owner == 0) {
            memory.putInt(address, word | task.virtualTid());
            return 0;
        }
        Task holder = task.kernel().findTask(task, owner);
        boolean isGone = holder == null || holder.state() == Task.State.EXITED;
        return isGone ? -Errno.ESRCH : -Errno.EAGAIN;
    }

    private long unlock(Task task, long address) {
        int owner = task.memory().getInt(address) & TID_MASK;
        if (owner != task.virtualTid()) {
            reportIfAstray(task, owner);
            return -Errno.EPERM;
        }
        passOn(task.process(), address, 0);
        return 0;
    }

    /** Gives the lock to the one who waits longest, or to nobody. */
    private void passOn(Process process, long address, int flags) {
        Wait next = firstAt(process, address);
        int word = flags;
        if (next != null) {
            next.grant();
            word |= next.task.virtualTid() | (firstAt(process, address) == null ? 0 : WAITERS);
        }
        process.memory().putInt(address, word);
    }

    private void reportIfAstray(Task task, int owner) {
        Task holder = task.kernel().findTask(task, owner);
        if (holder != null && holder.home() == task.home() && holder.isBehind()) {
            task.kernel()
                    .syslets()
                    .report(
                            MistakenIdentity.Kind.LOCK_ASTRAY,
                            "tid " + task.virtualTid() + " of " + task.home().name()
                                    + " may not unlock what tid " + owner + " locked");
        }
    }

    private @Nullable Wait firstAt(Process process, long address) {
        for (Wait wait : waiting) {
            if (wait.isAt(process, address)) {
                return wait;
            }
        }
        return null;
    }

    /** Locks of a task that exits go to those who wait. Source: exit_pi_state_list. */
    private void ownerExits(Task task) {
        for (Wait wait : List.copyOf(waiting)) {
            boolean isOwned = wait.process == task.home()
                    && task.memory().isWritable(wait.address, Integer.BYTES)
                    && (task.memory().getInt(wait.address) & (TID_MASK | WAITERS))
                            == (task.virtualTid() | WAITERS);
            if (isOwned) {
                passOn(task.home(), wait.address, OWNER_DIED);
            }
        }
    }

    /** One task that waits on a word. */
    private final class Wait implements Continuation {
        private final Task task;
        private Process process;
        private long address;
        private boolean granted;

        Wait(Task task) {
            this.task = task;
            process = task.process();
        }

        boolean isAt(Process in, long at) {
            return process == in && address == at;
        }

        long begin(Task self, long at, long timeout, long sinceNanos) {
            AddressSpace memory = self.memory();
            if (timeout != 0 && !memory.isReadable(timeout, 2 * Long.BYTES)) {
                return -Errno.EFAULT;
            }
            process = self.process();
            address = at;
            granted = false;
            waiting.add(this);
            self.stopTimeout();
            if (timeout != 0) {
                long seconds = Math.min(memory.getLong(timeout), SECONDS_MAX);
                long nanos = seconds * NANOS_PER_SECOND + memory.getLong(timeout + Long.BYTES);
                self.startTimeout(Math.max(0, nanos - sinceNanos));
            }
            return self.sleepThen(this);
        }

        void grant() {
            granted = true;
            waiting.remove(this);
            task.wake();
        }

        @Override
        public long resume(Task self) {
            boolean late = self.timedOut();
            if (!granted && !late && !self.signals().isPending()) {
                return self.sleepThen(this);
            }
            self.stopTimeout();
            if (granted) {
                return 0;
            }
            waiting.remove(this);
            return late ? -Errno.ETIMEDOUT : -Errno.EINTR;
        }
    }
}
