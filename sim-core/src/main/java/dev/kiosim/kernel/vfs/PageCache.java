package dev.kiosim.kernel.vfs;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.Timer;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.WaitQueue;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.Tracer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The page cache of a kernel: which pages of which files are in memory, being read, dirty, or being
 * written.
 *
 * <pre>
 * absent --read--> READING --done--> UPTODATE --write--> + DIRTY --write-back--> WRITEBACK
 *    ^--- error (FAILED) ---'            '--least recently used, clean: evicted--> absent
 * </pre>
 *
 * <p>Invariants: a page on its file's dirty list is DIRTY and UPTODATE. A page is never READING and
 * UPTODATE. Only clean pages that nobody reads or writes are evicted, so the cache can grow over
 * its capacity when all are in use.
 *
 * <p>Left out: large folios, an active and an inactive list (one list, least recently used first:
 * assumed to be near enough), memory pressure. Source: Linux mm/filemap.c, mm/page-writeback.c.
 */
public final class PageCache {
    static final int READING = 1;
    static final int UPTODATE = 1 << 1;
    static final int DIRTY = 1 << 2;
    static final int WRITEBACK = 1 << 3;
    static final int MARKED = 1 << 4;
    static final int FAILED = 1 << 5;
    /** To be dropped as soon as it is clean and nobody uses it. Source: Linux PG_dropbehind. */
    static final int DROP_BEHIND = 1 << 6;

    private static final int IN_USE = READING | DIRTY | WRITEBACK;
    private static final int PAGES_PER_IO = 256;
    private static final int WAIT_QUEUES = 64;
    private static final int EVICTION_SCAN_MAX = 64;
    private static final int BACKGROUND_DIVISOR = 10; // dirty_background_ratio 10 %
    private static final int LIMIT_DIVISOR = 5; // dirty_ratio 20 %
    private static final long FLUSHER_PERIOD_NANOS = 5_000_000_000L; // dirty_writeback_centisecs
    private static final long DIRTY_AGE_NANOS = 30_000_000_000L; // dirty_expire_centisecs

    private final Kernel kernel;
    private final Engine engine;
    private final Tracer tracer;
    private final int capacityPages;
    private final PageTable table = new PageTable();
    private final WaitQueue[] pageWaiters = new WaitQueue[WAIT_QUEUES];
    private final WaitQueue throttled = new WaitQueue();
    private final Timer flusher;
    private final Set<Inode> dirtyFiles = new LinkedHashSet<>();
    private @Nullable PageIo freeIo;
    private long[] sorted = new long[64];
    private int inodesMade;
    private int dirtyPages;
    private int writebackPages;

    /** An empty cache for {@code capacityPages} pages of 4 KiB. */
    public PageCache(Kernel kernel, int capacityPages) {
        this.kernel = kernel;
        this.capacityPages = capacityPages;
        engine = kernel.engine();
        tracer = kernel.tracer();
        flusher = new Timer(engine, this::flushOld);
        Arrays.setAll(pageWaiters, any -> new WaitQueue());
    }

    /** A number for a new file. */
    public int newInodeNumber() {
        return ++inodesMade;
    }

    /** Pages in memory. */
    public int pages() {
        return table.size();
    }

    /** Pages that differ from the device and are not being written. */
    public int dirtyPages() {
        return dirtyPages;
    }

    /** The slot of a page, or {@link PageTable#NONE}. */
    int find(Inode inode, long page) {
        return table.find(inode, page);
    }

    boolean has(int slot, int flag) {
        return table.has(slot, flag);
    }

    void clear(int slot, int flag) {
        table.clear(slot, flag);
    }

    /** One bit for each device that served the page when it was read. */
    long deviceBits(int slot) {
        return table.deviceBits(slot);
    }

    /** The page was used. */
    void touch(int slot) {
        table.touch(slot);
    }

    /** Adds a page that is about to be filled in whole, or is a hole. */
    int addUptodate(Inode inode, long page) {
        int slot = add(inode, page);
        table.set(slot, UPTODATE);
        return slot;
    }

    private int add(Inode inode, long page) {
        if (table.size() >= capacityPages) {
            evictOne();
        }
        return table.add(inode, page);
    }

    private void evictOne() {
        int slot = table.oldest();
        for (int i = 0; i < EVICTION_SCAN_MAX && slot != PageTable.NONE; i++) {
            if (!table.has(slot, IN_USE)) {
                if (tracer.isOn()) {
                    page(KernelTracepoint.PAGE_CACHE_EVICT, table.inode(slot), table.page(slot));
                }
                table.remove(slot);
                return;
            }
            slot = table.newerThan(slot);
        }
    }

    /** How many pages directly before {@code page} are in memory, at most {@code most}. */
    int history(Inode inode, long page, int most) {
        int count = 0;
        while (count < most
                && page - count > 0
                && table.find(inode, page - count - 1) != PageTable.NONE) {
            count++;
        }
        return count;
    }

    // Waiting

    /** {@code task} is woken when the page is no longer being read. */
    void await(int slot, Task task) {
        pageWaiters[slot % WAIT_QUEUES].add(task.waiter());
    }

    /** {@code task} waits for no page any more. */
    void stopWaiting(int slot, Task task) {
        pageWaiters[slot % WAIT_QUEUES].remove(task.waiter());
    }

    // Reading in

    /**
     * Starts to read the absent ones of {@code count} pages; holes are there at once.
     *
     * @param mark the page that carries the read-ahead mark, or -1
     * @return how many pages are being read now
     */
    int readIn(Inode inode, long first, int count, long mark, Kiocb onBehalf) {
        int reading = 0;
        long end = first + count;
        long page = first;
        while (page < end) {
            if (table.find(inode, page) != PageTable.NONE) {
                page++;
            } else if (inode.blocks().sector(page) == BlockMap.HOLE) {
                markIf(page == mark, addUptodate(inode, page));
                page++;
            } else {
                int run = absentRun(inode, page, end);
                startRead(inode, page, run, mark, onBehalf);
                reading += run;
                page += run;
            }
        }
        return reading;
    }

    private int absentRun(Inode inode, long page, long end) {
        long most = inode.blocks().runLength(page, Math.min(end - page, PAGES_PER_IO));
        int run = 1;
        while (run < most && table.find(inode, page + run) == PageTable.NONE) {
            run++;
        }
        return run;
    }

    private void startRead(Inode inode, long page, int run, long mark, Kiocb onBehalf) {
        for (int i = 0; i < run; i++) {
            int slot = add(inode, page + i);
            table.set(slot, READING);
            if ((onBehalf.hints & Bio.HINT_BYPASS) != 0) {
                table.set(slot, DROP_BEHIND);
            }
            markIf(page + i == mark, slot);
        }
        PageIo io = take(inode, page, run, false);
        io.kiocb.cpu = onBehalf.cpu;
        io.kiocb.accountedTaskId = onBehalf.accountedTaskId;
        io.kiocb.priorityClass = onBehalf.priorityClass;
        io.kiocb.priorityLevel = onBehalf.priorityLevel;
        io.kiocb.hints = onBehalf.hints;
        run(KernelTracepoint.PAGE_CACHE_READ, io);
        start(io, Bio.Op.READ, 0);
    }

    private void markIf(boolean marked, int slot) {
        if (marked) {
            table.set(slot, MARKED);
        }
    }

    private PageIo take(Inode inode, long page, int run, boolean writes) {
        PageIo io = freeIo;
        if (io == null) {
            io = new PageIo(kernel, this);
        } else {
            freeIo = io.next;
        }
        io.next = null;
        io.kiocb.clear();
        io.inode = inode;
        io.firstPage = page;
        io.pages = run;
        io.writes = writes;
        return io;
    }

    private void start(PageIo io, Bio.Op op, int bioFlags) {
        Inode inode = fileOf(io);
        long sector = inode.blocks().sector(io.firstPage);
        long sectors = (long) io.pages * BlockMap.BLOCK_SECTORS;
        long room = inode.device().sectorCount() - sector;
        inode.directIo(kernel).start(io.kiocb, op, bioFlags, sector, Math.min(sectors, room), 0);
    }

    private static Inode fileOf(PageIo io) {
        Inode inode = io.inode;
        if (inode == null) {
            throw violated("pages of no file are read or written");
        }
        return inode;
    }

    /** A run of pages was read or written. */
    void ended(PageIo io) {
        Inode inode = fileOf(io);
        run(
                io.writes
                        ? KernelTracepoint.WRITEBACK_WRITTEN
                        : KernelTracepoint.PAGE_CACHE_READ_DONE,
                io);
        for (int i = 0; i < io.pages; i++) {
            int slot = table.find(inode, io.firstPage + i);
            if (slot == PageTable.NONE) {
                throw violated("page %d of %s is gone", io.firstPage + i, inode);
            }
            if (!io.writes) {
                table.clear(slot, READING);
                table.setDeviceBits(slot, io.kiocb.deviceBits);
                table.set(slot, io.kiocb.result < 0 ? FAILED : UPTODATE);
                pageWaiters[slot % WAIT_QUEUES].wakeAll(0);
            } else {
                table.clear(slot, WRITEBACK);
                dropIfDue(slot);
            }
        }
        if (io.writes) {
            writtenBack(inode, io);
        }
        io.inode = null;
        io.next = freeIo;
        freeIo = io;
    }

    /** A page that could not be read goes, so that the next reader tries again. */
    void dropFailed(int slot) {
        table.remove(slot);
    }

    // Writing back

    /** A page was written to by a program. */
    void markDirty(int slot) {
        if (table.has(slot, DIRTY)) {
            return;
        }
        table.set(slot, DIRTY);
        table.appendDirty(slot, engine.nowNanos());
        dirtyFiles.add(table.inode(slot));
        dirtyPages++;
        page(KernelTracepoint.WRITEBACK_DIRTY_PAGE, table.inode(slot), table.page(slot));
        traceCounts();
        if (!flusher.isArmed()) {
            flusher.arm(FLUSHER_PERIOD_NANOS);
        }
    }

    /** Whether a writer must wait until some dirty pages are written. */
    boolean mustThrottle() {
        return dirtyPages + writebackPages >= Math.max(1, capacityPages / LIMIT_DIVISOR);
    }

    /** Has {@code task} woken when pages were written. */
    void throttle(Task task) {
        if (tracer.isOn()) {
            tracer.report(KernelTracepoint.WRITEBACK_THROTTLE, dirtyPages, writebackPages);
        }
        for (Inode inode : dirtyFiles.toArray(new Inode[0])) {
            writeBack(inode, task.cpu().number());
        }
        throttled.add(task.waiter());
    }

    /** {@code task} is throttled no longer, if it was: it may wait for a page as well. */
    void stopThrottling(Task task) {
        if (throttled.holds(task.waiter())) {
            throttled.remove(task.waiter());
        }
    }

    /** Starts to write all dirty pages of a file that are not being written already. */
    void writeBack(Inode inode, int cpu) {
        int count = collectDirty(inode);
        Arrays.sort(sorted, 0, count);
        int from = 0;
        while (from < count) {
            long page = sorted[from];
            long most = inode.blocks().runLength(page, Math.min(count - from, PAGES_PER_IO));
            int run = 1;
            while (run < most && sorted[from + run] == page + run) {
                run++;
            }
            startWrite(inode, page, run, cpu);
            from += run;
        }
        if (inode.firstDirty == PageTable.NONE) {
            dirtyFiles.remove(inode);
        }
    }

    private int collectDirty(Inode inode) {
        int count = 0;
        int slot = inode.firstDirty;
        while (slot != PageTable.NONE) {
            if (!table.has(slot, WRITEBACK)) {
                if (count == sorted.length) {
                    sorted = Arrays.copyOf(sorted, count * 2);
                }
                sorted[count++] = table.page(slot);
            }
            slot = table.nextDirty(slot);
        }
        return count;
    }

    private void startWrite(Inode inode, long page, int run, int cpu) {
        for (int i = 0; i < run; i++) {
            int slot = table.find(inode, page + i);
            table.removeDirty(slot);
            table.clear(slot, DIRTY);
            table.set(slot, WRITEBACK);
        }
        dirtyPages -= run;
        writebackPages += run;
        inode.pagesUnderWriteback += run;
        PageIo io = take(inode, page, run, true);
        io.kiocb.cpu = cpu;
        run(KernelTracepoint.WRITEBACK_START, io);
        traceCounts();
        start(io, Bio.Op.WRITE, 0);
    }

    private void writtenBack(Inode inode, PageIo io) {
        writebackPages -= io.pages;
        traceCounts();
        inode.pagesUnderWriteback -= io.pages;
        if (io.kiocb.result < 0 && inode.writeError == 0) {
            inode.writeError = (int) io.kiocb.result;
        }
        if (inode.pagesUnderWriteback == 0) {
            inode.writebackWaiters().wakeAll(0);
        }
        throttled.wakeAll(0);
    }

    /** Every 5 s: files with pages that have been dirty for 30 s, or all when there are many. */
    private void flushOld() {
        boolean many = dirtyPages > capacityPages / BACKGROUND_DIVISOR;
        long old = engine.nowNanos() - DIRTY_AGE_NANOS;
        for (Inode inode : dirtyFiles.toArray(new Inode[0])) {
            boolean due = inode.firstDirty != PageTable.NONE
                    && table.dirtiedNanos(inode.firstDirty) <= old;
            if (many || due) {
                writeBack(inode, 0);
            }
        }
        if (dirtyPages > 0) {
            flusher.arm(FLUSHER_PERIOD_NANOS);
        }
    }

    // Letting go

    /**
     * A page of {@code inode} is to go: at once if it is clean and in nobody's use, else when its
     * data are on the device, which begins to write them.
     */
    void dropBehind(Inode inode, long page, int cpu) {
        int slot = table.find(inode, page);
        if (slot == PageTable.NONE) {
            return;
        }
        table.set(slot, DROP_BEHIND);
        if (table.has(slot, DIRTY) && inode.pagesUnderWriteback == 0) {
            writeBack(inode, cpu);
        }
        dropIfDue(slot);
    }

    /** A dirty page is to go as soon as its data are on the device. */
    void dropWhenWritten(int slot) {
        table.set(slot, DROP_BEHIND);
    }

    private void dropIfDue(int slot) {
        if (table.has(slot, DROP_BEHIND) && !table.has(slot, IN_USE)) {
            table.remove(slot);
        }
    }

    /** Evicts the clean pages of a file that nobody reads or writes: POSIX_FADV_DONTNEED. */
    public void evictClean(Inode inode) {
        for (int slot = 0; slot < table.bound(); slot++) {
            if (table.isUsed(slot) && table.inode(slot) == inode && !table.has(slot, IN_USE)) {
                table.remove(slot);
            }
        }
    }

    /** Evicts the clean pages of a run, which direct IO is about to write. */
    void evictClean(Inode inode, long first, long count) {
        if (count > table.size()) {
            evictClean(inode);
            return;
        }
        for (long page = first; page < first + count; page++) {
            int slot = table.find(inode, page);
            if (slot != PageTable.NONE && !table.has(slot, IN_USE)) {
                table.remove(slot);
            }
        }
    }

    /** Forgets all pages of a file from {@code first} on, dirty ones too: they are cut off. */
    void forget(Inode inode, long first) {
        for (int slot = 0; slot < table.bound(); slot++) {
            boolean isMeant =
                    table.isUsed(slot) && table.inode(slot) == inode && table.page(slot) >= first;
            if (isMeant && table.has(slot, DIRTY)) {
                table.removeDirty(slot);
                table.clear(slot, DIRTY);
                dirtyPages--;
            }
            if (isMeant && !table.has(slot, IN_USE)) {
                table.remove(slot);
            }
        }
        if (inode.firstDirty == PageTable.NONE) {
            dirtyFiles.remove(inode);
        }
    }

    /** Puts all pages of a file into memory, as if they had been read before the start. */
    public void makeResident(Inode inode) {
        long pages = (inode.sizeBytes() + BlockMap.BLOCK_BYTES - 1) / BlockMap.BLOCK_BYTES;
        for (long page = 0; page < Math.min(pages, capacityPages); page++) {
            if (table.find(inode, page) == PageTable.NONE) {
                addUptodate(inode, page);
            }
        }
    }

    // Tracepoints

    /** Something about one page. */
    void page(KernelTracepoint point, Inode inode, long page) {
        if (tracer.isOn()) {
            tracer.report(point, inode.number(), page);
        }
    }

    /** {@code count} pages from {@code first} on are read ahead, if any. */
    void readAhead(Inode inode, long first, int count) {
        if (tracer.isOn() && count > 0) {
            tracer.report(KernelTracepoint.PAGE_CACHE_READAHEAD, inode.number(), first, count);
        }
    }

    private void run(KernelTracepoint point, PageIo io) {
        if (tracer.isOn()) {
            tracer.report(point, fileOf(io).number(), io.firstPage, io.pages, io.kiocb.result);
        }
    }

    private void traceCounts() {
        if (tracer.isOn()) {
            tracer.report(KernelTracepoint.PAGE_CACHE_PAGES, 0, dirtyPages, writebackPages);
        }
    }

    /** Throws if the flags and counts of pages contradict each other. */
    public void checkInvariants() {
        int dirty = 0;
        for (int slot = 0; slot < table.bound(); slot++) {
            if (!table.isUsed(slot)) {
                continue;
            }
            if (table.has(slot, READING) && table.has(slot, UPTODATE | DIRTY)) {
                throw violated("page %d is read and has data", table.page(slot));
            }
            dirty += table.has(slot, DIRTY) ? 1 : 0;
        }
        if (dirty != dirtyPages) {
            throw violated("%d pages are dirty, %d are counted", dirty, dirtyPages);
        }
    }
}
