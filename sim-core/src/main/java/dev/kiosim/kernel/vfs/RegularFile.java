package dev.kiosim.kernel.vfs;

import dev.kiosim.block.Bio;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Task;

/**
 * An open file that lies on a block device: buffered through the page cache or, with O_DIRECT, past
 * it.
 *
 * <pre>
 * write, durable:  COPYING --all copied--> CLEANING --nothing dirty--> FLUSHING --flushed--> done
 * fsync:                                   CLEANING ...
 * </pre>
 *
 * Source of the behaviour: Linux fs/ext4/file.c.
 */
public final class RegularFile extends OpenFile {
    private static final int START = 0;
    private static final int COPYING = 1;
    private static final int CLEANING = 2;
    private static final int FLUSHING = 3;
    private static final int FLUSHED = 4;

    private final Kernel kernel;
    private final PageCache cache;
    private final Inode inode;
    private final BufferedIo buffered;
    private final DirectFileIo direct;

    /** Opens {@code inode} with O_ flags. */
    public RegularFile(Kernel kernel, String name, int flags, Inode inode) {
        super(name, flags);
        this.kernel = kernel;
        this.inode = inode;
        cache = kernel.pageCache();
        buffered = new BufferedIo(kernel, inode);
        direct = new DirectFileIo(kernel, inode);
        inode.opened();
    }

    /** The file that is open here. */
    public Inode inode() {
        return inode;
    }

    /** Cuts or extends the file. */
    public void truncate(long bytes) {
        inode.cut(cache, bytes);
    }

    /** Gives a range its blocks, and grows the file to its end if asked to; false: no space. */
    public boolean allocate(long offset, long bytes, boolean grows) {
        long last = (offset + bytes - 1) / BlockMap.BLOCK_BYTES;
        for (long block = offset / BlockMap.BLOCK_BYTES; block <= last; block++) {
            if (!inode.allocate(block)) {
                return false;
            }
        }
        if (grows) {
            inode.setSizeBytes(Math.max(inode.sizeBytes(), offset + bytes));
        }
        return true;
    }

    /** Starts to read what the page cache lacks of a range, as far as the file goes. */
    public void readAhead(long offset, long bytes, Kiocb onBehalf) {
        long size = inode.sizeBytes();
        long end = offset >= size || bytes > size - offset ? size : offset + bytes;
        long first = offset / BlockMap.BLOCK_BYTES;
        long pages = (end + BlockMap.BLOCK_BYTES - 1) / BlockMap.BLOCK_BYTES - first;
        if (pages > 0) {
            int most = kernel.config().pageCachePages();
            cache.readIn(inode, first, (int) Math.min(pages, most), Readahead.NO_MARK, onBehalf);
        }
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
    public boolean isSeekable() {
        return true;
    }

    @Override
    public long sizeBytes() {
        return inode.sizeBytes();
    }

    @Override
    public boolean hasFsync() {
        return true;
    }

    @Override
    public long readIter(Kiocb kiocb) {
        if (kiocb.buffers().remainingBytes() == 0) {
            return kiocb.doneBytes;
        }
        return has(O_DIRECT) ? direct.read(kiocb) : buffered.read(kiocb);
    }

    @Override
    public long writeIter(Kiocb kiocb) {
        if (kiocb.step >= CLEANING && !has(O_DIRECT)) {
            return sync(kiocb, kiocb.doneBytes);
        }
        if (kiocb.step == START) {
            if (!has(O_DIRECT) && kiocb.has(Kiocb.NOWAIT)) {
                return -Errno.EOPNOTSUPP;
            }
            long checked = WriteChecks.check(kiocb, inode, has(O_APPEND));
            if (checked <= 0) {
                return checked;
            }
            kiocb.step = COPYING;
        }
        boolean durable = has(O_DSYNC) || kiocb.has(Kiocb.DSYNC);
        if (has(O_DIRECT)) {
            return direct.write(kiocb, durable ? Bio.FUA : 0);
        }
        long written = buffered.write(kiocb);
        if (written == Task.BLOCKED || written <= 0 || !durable) {
            return written;
        }
        kiocb.step = CLEANING;
        return sync(kiocb, written);
    }

    @Override
    public long fsync(Kiocb kiocb) {
        if (kiocb.step == START) {
            kiocb.step = CLEANING;
        }
        return sync(kiocb, 0);
    }

    /** Writes what is dirty and flushes the device; {@code result} if all went well. */
    private long sync(Kiocb kiocb, long result) {
        Task task = kiocb.task();
        inode.writebackWaiters().remove(task.waiter());
        if (kiocb.step == CLEANING) {
            if (!isClean(kiocb)) {
                inode.writebackWaiters().add(task.waiter());
                return Task.BLOCKED;
            }
            int error = inode.writeError;
            inode.writeError = 0;
            if (error != 0) {
                return error;
            }
            kiocb.step = FLUSHING;
            inode.directIo(kernel).start(kiocb, Bio.Op.FLUSH, Bio.PREFLUSH, 0, 0, 0);
        }
        if (kiocb.step == FLUSHING) {
            return Task.BLOCKED;
        }
        return kiocb.result < 0 ? kiocb.result : result;
    }

    /** Whether nothing is dirty or being written; starts to write what is dirty. */
    private boolean isClean(Kiocb kiocb) {
        if (inode.pagesUnderWriteback == 0) {
            cache.writeBack(inode, kiocb.cpu);
        }
        return inode.pagesUnderWriteback == 0;
    }

    @Override
    protected boolean transferEnded(Kiocb kiocb) {
        if (kiocb.step == FLUSHING) {
            kiocb.step = FLUSHED;
            kiocb.task().wake();
            return true;
        }
        return direct.transferEnded(kiocb);
    }

    @Override
    protected void closed() {
        inode.closed(cache);
    }
}
