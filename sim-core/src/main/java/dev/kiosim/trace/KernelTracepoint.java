package dev.kiosim.trace;

import static dev.kiosim.trace.TraceLayer.AIO;
import static dev.kiosim.trace.TraceLayer.BLOCK;
import static dev.kiosim.trace.TraceLayer.IRQ;
import static dev.kiosim.trace.TraceLayer.PAGE_CACHE;
import static dev.kiosim.trace.TraceLayer.SCHED;
import static dev.kiosim.trace.TraceLayer.SYSCALL;

/**
 * The tracepoints of the kernel and the block layer, one row each; those of a device model stand in
 * its package. {@code rwbs} is the ordinal of the operation, and flags of a bio from bit 8 on.
 *
 * <p>Source of the names: Linux include/trace/events (raw_syscalls, sched, irq, filemap, writeback,
 * block); those of aio are ours, since Linux has none there.
 */
public enum KernelTracepoint implements Tracepoint {
    SYS_ENTER(
            SYSCALL,
            "A system call takes effect, its entry paid.",
            "number",
            "arg0",
            "arg1",
            "started_ns"),
    SYS_EXIT(
            SYSCALL,
            "A system call ends; it began took_ns before ends_ns.",
            "number",
            "result",
            "took_ns",
            "ends_ns"),

    SCHED_RUN(
            SCHED,
            "A task gets a CPU, and computes when the delay has passed.",
            "tid",
            "cpu",
            "delay_ns"),
    SCHED_LEAVE(
            SCHED,
            "A task leaves its CPU: state 0 runnable, 2 blocked, 3 exited.",
            "tid",
            "cpu",
            "state"),
    SCHED_WAKEUP(SCHED, "A task that slept is made runnable.", "tid"),

    IRQ_RAISE(IRQ, "A device has interrupted; the softirq will run.", "on_cpu"),
    SOFTIRQ(IRQ, "Requests that have gathered are completed.", "on_cpu", "requests", "cost_ns"),

    AIO_SUBMIT(
            AIO,
            "A request is accepted.",
            "request",
            "context",
            "opcode",
            "offset_bytes",
            "length_bytes",
            "data",
            "submitted_ns"),
    AIO_COMPLETE(AIO, "A request is complete.", "request", "context", "result", "latency_ns"),
    AIO_RING_PUT(AIO, "An event is put into the ring.", "request", "context", "place"),
    AIO_OVERFLOW_PUT(
            AIO,
            "An event finds no room and waits on the overflow list.",
            "request",
            "context",
            "waiting"),
    AIO_REFILL(
            AIO,
            "An event goes from the overflow list into the ring.",
            "request",
            "context",
            "place"),
    AIO_LIST_PUSH(
            AIO, "A request is pushed on a completion list in user memory.", "request", "context"),
    AIO_REAP(AIO, "The kernel hands an event of the ring to a task.", "context", "place"),
    AIO_RING_FILL(AIO, Kind.COUNTER, "Fill of a ring has changed.", "context", "ring", "overflow"),

    PAGE_CACHE_HIT(PAGE_CACHE, "A page is found in memory.", "inode", "page"),
    PAGE_CACHE_MISS(PAGE_CACHE, "A page has to be read.", "inode", "page"),
    PAGE_CACHE_READAHEAD(
            PAGE_CACHE, "Pages are read before anybody asks for them.", "inode", "page", "pages"),
    PAGE_CACHE_READ(PAGE_CACHE, "A run of pages begins to be read.", "inode", "page", "pages"),
    PAGE_CACHE_READ_DONE(
            PAGE_CACHE, "A run of pages was read.", "inode", "page", "pages", "result"),
    PAGE_CACHE_EVICT(PAGE_CACHE, "A clean page makes room.", "inode", "page"),
    WRITEBACK_DIRTY_PAGE(PAGE_CACHE, "A clean page becomes dirty.", "inode", "page"),
    WRITEBACK_START(
            PAGE_CACHE, "A run of dirty pages begins to be written.", "inode", "page", "pages"),
    WRITEBACK_WRITTEN(
            PAGE_CACHE, "A run of pages was written.", "inode", "page", "pages", "result"),
    WRITEBACK_THROTTLE(
            PAGE_CACHE, "A writer must wait until dirty pages are written.", "dirty", "writeback"),
    PAGE_CACHE_PAGES(
            PAGE_CACHE,
            Kind.COUNTER,
            "Numbers of pages have changed.",
            "cache",
            "dirty",
            "writeback"),

    BLOCK_BIO_QUEUE(BLOCK, "A bio is queued (Q).", "device", "sector", "sectors", "rwbs"),
    BLOCK_BIO_REMAP(
            BLOCK,
            "A bio comes from a device above (A).",
            "device",
            "sector",
            "sectors",
            "rwbs",
            "from_device",
            "from_sector"),
    BLOCK_SPLIT(BLOCK, "A bio is cut in two (X).", "device", "sector", "new_sector", "rwbs"),
    BLOCK_SLEEPRQ(
            BLOCK,
            "A bio finds no request free, and waits (S).",
            "device",
            "sector",
            "sectors",
            "rwbs"),
    BLOCK_GETRQ(
            BLOCK,
            "A request is taken for a bio (G).",
            "device",
            "sector",
            "sectors",
            "rwbs",
            "request"),
    BLOCK_BIO_BACKMERGE(
            BLOCK,
            "A bio joins a request at its back (M).",
            "device",
            "sector",
            "sectors",
            "rwbs",
            "request"),
    BLOCK_BIO_FRONTMERGE(
            BLOCK,
            "A bio joins a request at its front (F).",
            "device",
            "sector",
            "sectors",
            "rwbs",
            "request"),
    BLOCK_RQ_MERGE(
            BLOCK,
            "A request is taken up by another (M).",
            "device",
            "sector",
            "sectors",
            "rwbs",
            "request",
            "into_request"),
    BLOCK_PLUG(BLOCK, "A queue begins to hold back requests (P).", "device"),
    BLOCK_UNPLUG(BLOCK, "A queue sends down what it held back (U).", "device", "requests"),
    BLOCK_RQ_INSERT(
            BLOCK,
            "A request goes to the scheduler (I).",
            "device",
            "sector",
            "sectors",
            "rwbs",
            "request"),
    BLOCK_RQ_ISSUE(
            BLOCK,
            "A request goes to the drive (D).",
            "device",
            "sector",
            "sectors",
            "rwbs",
            "request"),
    BLOCK_RQ_COMPLETE(
            BLOCK,
            "A request is complete (C).",
            "device",
            "sector",
            "sectors",
            "rwbs",
            "request",
            "error"),
    BLOCK_BIO_COMPLETE(
            BLOCK,
            "A bio of a device without requests is complete (C).",
            "device",
            "sector",
            "sectors",
            "rwbs",
            "error"),
    BLOCK_CACHE_RESULT(
            BLOCK,
            "What a cache made of a bio: state as the attribute CACHE_RESULT has it.",
            "device",
            "sector",
            "sectors",
            "state"),
    BLOCK_QUEUE_DEPTH(
            BLOCK,
            Kind.COUNTER,
            "Numbers of requests have changed.",
            "device",
            "taken",
            "in_drive");

    private final TraceLayer layer;
    private final TracepointRow row;

    KernelTracepoint(TraceLayer layer, String text, String... fields) {
        this(layer, Kind.EVENT, text, fields);
    }

    KernelTracepoint(TraceLayer layer, Kind kind, String text, String... fields) {
        this.layer = layer;
        row = TracepointRow.of(name(), kind, text, fields);
    }

    @Override
    public TraceLayer layer() {
        return layer;
    }

    @Override
    public TracepointRow row() {
        return row;
    }
}
