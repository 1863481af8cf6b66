package dev.kiosim.kernel.vfs;

import dev.kiosim.block.Bio;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.trace.KernelTracepoint;

/**
 * Reading and writing a file through the page cache, page by page. Where a page must come from the
 * device first, the caller sleeps and asks again: this is what makes io_submit block.
 *
 * <p>Source: Linux mm/filemap.c, filemap_read and generic_perform_write; fs/ext4/file.c.
 */
final class BufferedIo {
    private static final int PAGE_BYTES = BlockMap.BLOCK_BYTES;
    private static final int PAGE_SHIFT = 12;
    private static final long READY = 0;
    private static final int HINTS = Bio.HINT_CACHE | Bio.HINT_BYPASS | Bio.HINT_DROP;

    private final PageCache cache;
    private final Inode inode;
    private final CostTable costs;
    private final Readahead readahead = new Readahead();

    /** Of one open file. */
    BufferedIo(Kernel kernel, Inode inode) {
        this.inode = inode;
        cache = kernel.pageCache();
        costs = kernel.costs();
    }

    // Reading

    /** Returns as {@link OpenFile#readIter}. */
    long read(Kiocb kiocb) {
        kiocb.reachedPageCache = true;
        kiocb.hintsApplied |= kiocb.hints & HINTS;
        while (kiocb.buffers().remainingBytes() > 0 && kiocb.position < inode.sizeBytes()) {
            long page = kiocb.position >> PAGE_SHIFT;
            long outcome = bringIn(kiocb, page);
            if (outcome != READY) {
                return outcome == Task.BLOCKED ? outcome : doneOr(kiocb, outcome);
            }
            int bytes = (int) Math.min(bytesInPage(kiocb), inode.sizeBytes() - kiocb.position);
            int copied = copyOut(kiocb, page, bytes);
            account(kiocb, copied);
            readahead.passed(page);
            followHint(kiocb, page);
            if (copied < bytes) {
                return doneOr(kiocb, -Errno.EFAULT);
            }
        }
        return kiocb.doneBytes;
    }

    /** Done with a page: bypassing, it goes if it was not there before; dropping, it goes. */
    private void followHint(Kiocb kiocb, long page) {
        if ((kiocb.hints & HINTS) == 0) {
            return;
        }
        int slot = cache.find(inode, page);
        boolean isForMe = slot != PageTable.NONE && cache.has(slot, PageCache.DROP_BEHIND);
        boolean bypasses = (kiocb.hints & Bio.HINT_BYPASS) != 0;
        if ((kiocb.hints & Bio.HINT_DROP) != 0 || (bypasses && isForMe)) {
            cache.dropBehind(inode, page, kiocb.cpu);
        }
    }

    private static long doneOr(Kiocb kiocb, long error) {
        return kiocb.doneBytes > 0 ? kiocb.doneBytes : error;
    }

    private static int bytesInPage(Kiocb kiocb) {
        int inPage = (int) kiocb.position & (PAGE_BYTES - 1);
        return (int) Math.min(PAGE_BYTES - inPage, kiocb.buffers().remainingBytes());
    }

    private void account(Kiocb kiocb, int copied) {
        kiocb.position += copied;
        kiocb.doneBytes += copied;
        kiocb.task().charge(costs.copyPage() * copied / PAGE_BYTES);
    }

    /** Makes sure that a page has its data: {@link #READY}, BLOCKED, or -errno. */
    private long bringIn(Kiocb kiocb, long page) {
        boolean waited = kiocb.awaitedPage == page;
        kiocb.awaitedPage = -1;
        int slot = cache.find(inode, page);
        if (slot != PageTable.NONE) {
            cache.stopWaiting(slot, kiocb.task());
            kiocb.deviceBits |= waited ? cache.deviceBits(slot) : 0;
        }
        if (slot != PageTable.NONE && cache.has(slot, PageCache.FAILED)) {
            cache.dropFailed(slot);
            if (waited) {
                return -Errno.EIO;
            }
            slot = PageTable.NONE;
        }
        if (slot == PageTable.NONE) {
            slot = readWindow(kiocb, page);
        } else if (cache.has(slot, PageCache.UPTODATE) && !waited) {
            kiocb.pagesHit++;
            cache.page(KernelTracepoint.PAGE_CACHE_HIT, inode, page);
        }
        readNextWindow(kiocb, page, slot);
        if (cache.has(slot, PageCache.UPTODATE)) {
            cache.touch(slot);
            if ((kiocb.hints & Bio.HINT_BYPASS) == 0) {
                cache.clear(slot, PageCache.DROP_BEHIND); // somebody wants it after all
            }
            return READY;
        }
        if (kiocb.has(Kiocb.NOWAIT)) {
            return -Errno.EAGAIN;
        }
        kiocb.awaitedPage = page;
        cache.await(slot, kiocb.task());
        return Task.BLOCKED;
    }

    private int readWindow(Kiocb kiocb, long page) {
        long last = kiocb.position + kiocb.buffers().remainingBytes() - 1;
        int wanted = (int) Math.min((last >> PAGE_SHIFT) - page + 1, Integer.MAX_VALUE);
        readahead.missed(page, wanted, cache.history(inode, page, Readahead.PAGES_MAX));
        kiocb.pagesMissed++;
        cache.page(KernelTracepoint.PAGE_CACHE_MISS, inode, page);
        int reading = cache.readIn(inode, page, windowPages(), readahead.markPage(), kiocb);
        kiocb.pagesReadAhead += Math.max(0, reading - 1);
        cache.readAhead(inode, page + 1, reading - 1);
        return cache.find(inode, page);
    }

    /** A page with the read-ahead mark starts the next window, which nobody waits for yet. */
    private void readNextWindow(Kiocb kiocb, long page, int slot) {
        if (cache.has(slot, PageCache.MARKED)) {
            cache.clear(slot, PageCache.MARKED);
            readahead.markReached(page);
            int pages = windowPages();
            if (pages > 0) {
                int reading =
                        cache.readIn(inode, readahead.start(), pages, readahead.markPage(), kiocb);
                kiocb.pagesReadAhead += reading;
                cache.readAhead(inode, readahead.start(), reading);
            }
        }
    }

    /** Pages of the window that the file has. */
    private int windowPages() {
        long end = (inode.sizeBytes() + PAGE_BYTES - 1) >> PAGE_SHIFT;
        return (int) Math.max(0, Math.min(readahead.size(), end - readahead.start()));
    }

    private int copyOut(Kiocb kiocb, long page, int bytes) {
        AddressSpace memory = kiocb.process().memory();
        FileContent content = inode.content();
        if (content == null) {
            return Stamped.skip(kiocb, bytes, true);
        }
        int inPage = (int) kiocb.position & (PAGE_BYTES - 1);
        return kiocb.buffers().copyTo(memory, content.forReading(page), inPage, bytes);
    }

    // Writing

    /** Copies what is to be written into the cache; returns as {@link OpenFile#writeIter}. */
    long write(Kiocb kiocb) {
        kiocb.reachedPageCache = true;
        kiocb.hintsApplied |= kiocb.hints & HINTS;
        cache.stopThrottling(kiocb.task());
        while (kiocb.buffers().remainingBytes() > 0) {
            if (cache.mustThrottle()) {
                cache.throttle(kiocb.task());
                return Task.BLOCKED;
            }
            long outcome = writePage(kiocb, kiocb.position >> PAGE_SHIFT);
            if (outcome != READY) {
                return outcome == Task.BLOCKED ? outcome : doneOr(kiocb, outcome);
            }
        }
        if ((kiocb.hints & (Bio.HINT_BYPASS | Bio.HINT_DROP)) != 0) {
            cache.writeBack(inode, kiocb.cpu);
        }
        return kiocb.doneBytes;
    }

    private long writePage(Kiocb kiocb, long page) {
        int bytes = bytesInPage(kiocb);
        boolean wasThere = cache.find(inode, page) != PageTable.NONE;
        long outcome = prepare(kiocb, page, bytes);
        if (outcome != READY) {
            return outcome;
        }
        if (!inode.allocate(page)) {
            return -Errno.ENOSPC;
        }
        if (!kiocb.process().memory().isReadable(kiocb.buffers().address(), 1)) {
            // Nothing could be copied, but the file has grown up to where it would have been.
            // Source: Linux fs/ext4/inode.c, ext4_da_do_write_end, since the copy is tried before
            // the buffer is faulted in (mm/filemap.c, generic_perform_write, about 6.15).
            inode.setSizeBytes(Math.max(inode.sizeBytes(), kiocb.position));
            return -Errno.EFAULT;
        }
        int copied = copyIn(kiocb, page, bytes);
        int slot = cache.find(inode, page);
        cache.touch(slot);
        cache.markDirty(slot);
        account(kiocb, copied);
        inode.setSizeBytes(Math.max(inode.sizeBytes(), kiocb.position));
        boolean isNewForMe = (kiocb.hints & Bio.HINT_BYPASS) != 0 && !wasThere;
        if (isNewForMe || (kiocb.hints & Bio.HINT_DROP) != 0) {
            cache.dropWhenWritten(slot);
        }
        return copied < bytes ? -Errno.EFAULT : READY;
    }

    /** A page that is overwritten in part needs its other bytes first. */
    private long prepare(Kiocb kiocb, long page, int bytes) {
        long pageStart = page << PAGE_SHIFT;
        boolean isWhole = kiocb.position == pageStart
                && (bytes == PAGE_BYTES || pageStart + bytes >= inode.sizeBytes());
        int slot = cache.find(inode, page);
        boolean isNew = pageStart >= inode.sizeBytes();
        if (slot == PageTable.NONE && (isWhole || isNew)) {
            cache.addUptodate(inode, page);
            return READY;
        }
        if (slot == PageTable.NONE) {
            cache.readIn(inode, page, 1, Readahead.NO_MARK, kiocb);
        }
        return bringIn(kiocb, page);
    }

    private int copyIn(Kiocb kiocb, long page, int bytes) {
        AddressSpace memory = kiocb.process().memory();
        FileContent content = inode.content();
        if (content == null) {
            return Stamped.skip(kiocb, bytes, false);
        }
        int inPage = (int) kiocb.position & (PAGE_BYTES - 1);
        return kiocb.buffers().copyFrom(memory, content.forWriting(page), inPage, bytes);
    }
}
