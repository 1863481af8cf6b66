package dev.kiosim.kernel.vfs;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.WaitQueue;
import dev.kiosim.memory.AddressSpace;

/**
 * An eventfd: a 64-bit counter, unsigned. Reading takes all of it (or 1, as a semaphore) and waits
 * while it is 0; writing adds, and waits while the sum would pass 2^64 - 2; a signal from the
 * kernel adds 1, never waits and stops at 2^64 - 1. Source: Linux fs/eventfd.c.
 */
public final class EventFd extends OpenFile {
    /** Each read takes 1. */
    public static final int EFD_SEMAPHORE = 1;

    private static final int COUNTER_BYTES = Long.BYTES;
    private static final long COUNTER_MAX = -1L; // 2^64 - 1

    private final Kernel kernel;
    private final WaitQueue queue = new WaitQueue();
    private final boolean semaphore;
    private final byte[] bytes = new byte[COUNTER_BYTES];
    private long counter;

    /**
     * An eventfd that starts at {@code initial}.
     *
     * @param flags {@link #EFD_SEMAPHORE} and {@link OpenFile#O_NONBLOCK}
     */
    public EventFd(Kernel kernel, long initial, int flags) {
        super("eventfd", (flags & O_NONBLOCK) | O_RDWR);
        this.kernel = kernel;
        counter = initial;
        semaphore = (flags & EFD_SEMAPHORE) != 0;
    }

    /** The counter, unsigned. */
    public long counter() {
        return counter;
    }

    /** The kernel signals it: adds 1 and wakes whoever reads or polls. */
    public void signal() {
        if (counter != COUNTER_MAX) {
            counter++;
        }
        wake(POLLIN);
    }

    /**
     * Whether {@link #signal} may be called now: not from within the wake-up of another eventfd,
     * where it could recurse without end. Source: Linux eventfd_signal_allowed.
     */
    public boolean maySignal() {
        return !kernel.isWakingEventfd();
    }

    private void wake(int mask) {
        boolean before = kernel.isWakingEventfd();
        kernel.setWakingEventfd(true);
        queue.wakeAll(mask);
        kernel.setWakingEventfd(before);
    }

    @Override
    public long state() {
        return counter;
    }

    @Override
    public boolean mayNowait() {
        return true;
    }

    @Override
    public boolean hasReadIter() {
        return true; // writing has only a method of the plain kind
    }

    @Override
    public long readIter(Kiocb kiocb) {
        Task task = kiocb.task();
        queue.remove(task.waiter());
        if (kiocb.buffers().remainingBytes() < COUNTER_BYTES) {
            return -Errno.EINVAL;
        }
        if (counter == 0) {
            return waitOr(kiocb, task);
        }
        long taken = semaphore ? 1 : counter;
        counter -= taken;
        wake(POLLOUT);
        store(taken);
        AddressSpace memory = kiocb.process().memory();
        int copied = kiocb.buffers().copyTo(memory, bytes, 0, COUNTER_BYTES);
        return copied == COUNTER_BYTES ? COUNTER_BYTES : -Errno.EFAULT;
    }

    @Override
    public boolean hasWrite() {
        return true;
    }

    @Override
    public long writeIter(Kiocb kiocb) {
        Task task = kiocb.task();
        queue.remove(task.waiter());
        if (kiocb.buffers().remainingBytes() != COUNTER_BYTES) {
            return -Errno.EINVAL; // exactly 8 since about Linux 6.9; before, the first 8
        }
        AddressSpace memory = kiocb.process().memory();
        if (!memory.isReadable(kiocb.buffers().address(), COUNTER_BYTES)) {
            return -Errno.EFAULT;
        }
        long added = memory.getLong(kiocb.buffers().address());
        if (added == COUNTER_MAX) {
            return -Errno.EINVAL;
        }
        if (Long.compareUnsigned(COUNTER_MAX - counter, added) <= 0) {
            return waitOr(kiocb, task);
        }
        counter += added;
        wake(POLLIN);
        return COUNTER_BYTES;
    }

    private long waitOr(Kiocb kiocb, Task task) {
        if (has(O_NONBLOCK) || kiocb.has(Kiocb.NOWAIT)) {
            return -Errno.EAGAIN;
        }
        if (task.signals().isPending()) {
            return -Errno.EINTR;
        }
        queue.add(task.waiter());
        return Task.BLOCKED;
    }

    private void store(long value) {
        for (int i = 0; i < COUNTER_BYTES; i++) {
            bytes[i] = (byte) (value >>> (i * Byte.SIZE));
        }
    }

    @Override
    public int pollMask() {
        int mask = counter != 0 ? POLLIN : 0;
        if (counter == COUNTER_MAX) {
            mask |= POLLERR;
        }
        if (Long.compareUnsigned(COUNTER_MAX - 1, counter) > 0) {
            mask |= POLLOUT;
        }
        return mask;
    }

    @Override
    public WaitQueue pollQueue() {
        return queue;
    }

    @Override
    protected void closed() {
        queue.wakeAll(POLLHUP);
    }
}
