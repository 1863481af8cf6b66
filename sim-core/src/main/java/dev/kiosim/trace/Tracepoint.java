package dev.kiosim.trace;

/** The facts that layers report. The comment of each names its four numbers. */
public enum Tracepoint {
    /** A syscall begins: task, syscall number, first argument, second argument. */
    SYSCALL_ENTER,
    /** A syscall ends: task, syscall number, result, nanoseconds since it began. */
    SYSCALL_EXIT,
    /** A task changes state: task, cpu or -1, code of the new state, 0. */
    TASK_STATE,
    /**
     * A bio is queued (blktrace Q): device, sector, sectors, op ordinal and flags {@code op | flags
     * << 8}.
     */
    BIO_QUEUE,
    /** A bio is merged at the back (M): device, sector, sectors, op and flags. */
    BIO_BACKMERGE,
    /** A bio is merged at the front (F): device, sector, sectors, op and flags. */
    BIO_FRONTMERGE,
    /** A request is taken (G): device, sector, sectors, op and flags. */
    REQUEST_GET,
    /** A request is inserted into the scheduler (I): device, sector, sectors, op and flags. */
    REQUEST_INSERT,
    /** A request is sent to the drive (D): device, sector, sectors, op and flags. */
    REQUEST_ISSUE,
    /** A request is complete (C): device, sector, sectors, op and flags. */
    REQUEST_COMPLETE,
    /** A queue begins to hold back bios for a plug (P): device, 0, 0, 0. */
    QUEUE_PLUG,
    /** A queue sends down what it held back (U): device, requests, 0, 0. */
    QUEUE_UNPLUG,
    /** A bio is passed on to a lower device (A): device, sector, sectors, op and flags. */
    BIO_REMAP,
    /** A cache decides on a bio: device, sector, sectors, ordinal of the cache state. */
    CACHE_DECISION,
    /** A kiocb is complete: context id, aio_data, res, nanoseconds since submission. */
    KIOCB_COMPLETE
}
