package dev.kiosim.kernel.vfs;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Signals;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.WaitQueue;
import dev.kiosim.memory.AddressSpace;

/**
 * A pipe: up to 16 buffers of one page. A write fills new buffers, but first what is left of the
 * last one if the odd end of the write fits there; so many small writes may fill the pipe before it
 * holds 64 KiB.
 *
 * <p>Who polls waits apart from who is blocked in a call: of the blocked ones, one is woken at a
 * time. Source: Linux fs/pipe.c, pipe_read, pipe_write, pipe_poll, pipe_release.
 */
public final class Pipe {
    /** Buffers of a new pipe. Source: Linux PIPE_DEF_BUFFERS. */
    public static final int BUFFERS = 16;

    private static final int PAGE_BYTES = AddressSpace.PAGE_BYTES;

    private final byte[][] buffers = new byte[BUFFERS][];
    private final int[] starts = new int[BUFFERS];
    private final int[] lengths = new int[BUFFERS];
    private final WaitQueue readPollers = new WaitQueue();
    private final WaitQueue writePollers = new WaitQueue();
    private final WaitQueue blockedReaders = new WaitQueue();
    private final WaitQueue blockedWriters = new WaitQueue();
    private final End readEnd;
    private final End writeEnd;
    private int first;
    private int used;
    private boolean hasReader = true;
    private boolean hasWriter = true;

    /** An empty pipe; {@code flags} may hold {@link OpenFile#O_NONBLOCK}, for both ends. */
    public Pipe(int flags) {
        readEnd = new End(this, "pipe (read end)", flags | OpenFile.O_RDONLY);
        writeEnd = new End(this, "pipe (write end)", flags | OpenFile.O_WRONLY);
    }

    /** Where data comes out. */
    public OpenFile readEnd() {
        return readEnd;
    }

    /** Where data goes in. */
    public OpenFile writeEnd() {
        return writeEnd;
    }

    private boolean isEmpty() {
        return used == 0;
    }

    private boolean isFull() {
        return used == BUFFERS;
    }

    // Reading

    private long read(Kiocb kiocb, boolean nonBlocking) {
        Task task = kiocb.task();
        blockedReaders.remove(task.waiter());
        IovIter to = kiocb.buffers();
        if (to.remainingBytes() == 0) {
            return 0;
        }
        boolean wasFull = isFull();
        long done = 0;
        while (to.remainingBytes() > 0 && !isEmpty()) {
            int wanted = (int) Math.min(lengths[first], to.remainingBytes());
            int copied = to.copyTo(kiocb.process().memory(), buffers[first], starts[first], wanted);
            if (copied < wanted) { // what did not fit whole stays
                done = done > 0 ? done : -Errno.EFAULT;
                break;
            }
            done += copied;
            consume(copied);
        }
        if (done == 0 && hasWriter) {
            return blockOn(blockedReaders, kiocb, nonBlocking);
        }
        if (wasFull && !isFull()) {
            wake(writePollers, OpenFile.POLLOUT | OpenFile.POLLWRNORM, blockedWriters);
        }
        if (!isEmpty()) {
            blockedReaders.wakeOldest(0);
        }
        return done;
    }

    private void consume(int bytes) {
        starts[first] += bytes;
        lengths[first] -= bytes;
        if (lengths[first] == 0) {
            first = (first + 1) % BUFFERS;
            used--;
        }
    }

    private static long blockOn(WaitQueue queue, Kiocb kiocb, boolean nonBlocking) {
        if (nonBlocking || kiocb.has(Kiocb.NOWAIT)) {
            return -Errno.EAGAIN;
        }
        if (kiocb.task().signals().isPending()) {
            return -Errno.EINTR;
        }
        queue.add(kiocb.task().waiter());
        return Task.BLOCKED;
    }

    // Writing

    private long write(Kiocb kiocb, boolean nonBlocking) {
        Task task = kiocb.task();
        blockedWriters.remove(task.waiter());
        IovIter from = kiocb.buffers();
        if (from.remainingBytes() == 0 && kiocb.doneBytes == 0) {
            return 0;
        }
        if (!hasReader) {
            task.signals().raise(Signals.SIGPIPE);
            return kiocb.doneBytes > 0 ? kiocb.doneBytes : -Errno.EPIPE;
        }
        boolean wasEmpty = isEmpty();
        long refused = fill(kiocb, wasEmpty);
        wake(readPollers, OpenFile.POLLIN | OpenFile.POLLRDNORM, blockedReaders);
        if (refused == 0 && from.remainingBytes() > 0) {
            refused = blockOn(blockedWriters, kiocb, nonBlocking);
            if (refused == Task.BLOCKED) {
                return refused;
            }
        }
        if (!isFull()) {
            blockedWriters.wakeOldest(0);
        }
        return kiocb.doneBytes > 0 ? kiocb.doneBytes : refused;
    }

    /** Copies until the pipe is full or nothing remains: 0, or -EFAULT. */
    private long fill(Kiocb kiocb, boolean wasEmpty) {
        IovIter from = kiocb.buffers();
        int oddEnd = (int) (from.remainingBytes() & (PAGE_BYTES - 1));
        boolean isStart = kiocb.doneBytes == 0;
        if (isStart && oddEnd > 0 && !wasEmpty && roomInLast() >= oddEnd) {
            long refused = append(kiocb, lastBuffer(), oddEnd);
            if (refused != 0) {
                return refused;
            }
        }
        while (from.remainingBytes() > 0 && !isFull()) {
            long refused = fillNew(kiocb);
            if (refused != 0) {
                return refused;
            }
        }
        return 0;
    }

    private long fillNew(Kiocb kiocb) {
        int index = (first + used) % BUFFERS;
        if (buffers[index] == null) {
            buffers[index] = new byte[PAGE_BYTES];
        }
        starts[index] = 0;
        lengths[index] = 0;
        int bytes = (int) Math.min(PAGE_BYTES, kiocb.buffers().remainingBytes());
        long refused = append(kiocb, index, bytes);
        if (lengths[index] > 0) {
            used++;
        }
        return refused;
    }

    /** Appends to a buffer; what cannot be copied whole is not written. */
    private long append(Kiocb kiocb, int index, int bytes) {
        int end = starts[index] + lengths[index];
        AddressSpace memory = kiocb.process().memory();
        int copied = kiocb.buffers().copyFrom(memory, buffers[index], end, bytes);
        if (copied < bytes) {
            return -Errno.EFAULT;
        }
        lengths[index] += copied;
        kiocb.doneBytes += copied;
        return 0;
    }

    private int lastBuffer() {
        return (first + used - 1) % BUFFERS;
    }

    private int roomInLast() {
        int last = lastBuffer();
        return PAGE_BYTES - starts[last] - lengths[last];
    }

    // Waking

    private static void wake(WaitQueue pollers, int mask, WaitQueue blocked) {
        pollers.wakeAll(mask);
        blocked.wakeOldest(0);
    }

    private void closed(boolean readable) {
        if (readable) {
            hasReader = false;
        } else {
            hasWriter = false;
        }
        if (hasReader != hasWriter) {
            readPollers.wakeAll(0);
            writePollers.wakeAll(0);
            blockedReaders.wakeAll(0);
            blockedWriters.wakeAll(0);
        }
    }

    private int pollMask(boolean readable) {
        if (readable) {
            int mask = isEmpty() ? 0 : OpenFile.POLLIN | OpenFile.POLLRDNORM;
            return hasWriter ? mask : mask | OpenFile.POLLHUP;
        }
        int mask = isFull() ? 0 : OpenFile.POLLOUT | OpenFile.POLLWRNORM;
        return hasReader ? mask : mask | OpenFile.POLLERR;
    }

    /** One end of a pipe. */
    private static final class End extends OpenFile {
        private final Pipe pipe;

        End(Pipe pipe, String name, int flags) {
            super(name, flags);
            this.pipe = pipe;
        }

        @Override
        public boolean hasReadIter() {
            return true;
        }

        @Override
        public boolean hasWriteIter() {
            return true;
        }

        @Override
        public boolean mayNowait() {
            return true;
        }

        @Override
        public long readIter(Kiocb kiocb) {
            return pipe.read(kiocb, has(O_NONBLOCK));
        }

        @Override
        public long writeIter(Kiocb kiocb) {
            return pipe.write(kiocb, has(O_NONBLOCK));
        }

        @Override
        public int pollMask() {
            return pipe.pollMask(canRead());
        }

        @Override
        public WaitQueue pollQueue() {
            return canRead() ? pipe.readPollers : pipe.writePollers;
        }

        @Override
        protected void closed() {
            pipe.closed(canRead());
        }
    }
}
