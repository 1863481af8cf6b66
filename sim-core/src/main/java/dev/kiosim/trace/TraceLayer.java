package dev.kiosim.trace;

/**
 * A layer that has tracepoints of its own.
 *
 * @param number 0 to {@link #NUMBER_MAX}, unique in a machine: part of the code in a record
 * @param name as in a scenario's list of events
 * @param text one line for the reference page
 */
public record TraceLayer(int number, String name, String text) {
    /** Greatest number of a layer. */
    public static final int NUMBER_MAX = 15;

    /** System calls, from entry to exit. */
    public static final TraceLayer SYSCALL =
            new TraceLayer(0, "syscall", "system calls of tasks, from entry to exit");
    /** Tasks on CPUs. */
    public static final TraceLayer SCHED =
            new TraceLayer(1, "sched", "tasks: which has a CPU, sleeps, is woken");
    /** Interrupts and softirqs. */
    public static final TraceLayer IRQ = new TraceLayer(
            2, "irq", "interrupts of devices and the softirq that completes requests");
    /** Asynchronous IO, both ABIs. */
    public static final TraceLayer AIO = new TraceLayer(
            3, "aio", "asynchronous requests, their events in the ring, and reaping");
    /** The page cache and its write-back. */
    public static final TraceLayer PAGE_CACHE = new TraceLayer(
            4, "page_cache", "pages of files in memory: hits, misses, read-ahead, write-back");
    /** The block layer. */
    public static final TraceLayer BLOCK = new TraceLayer(
            5, "block", "bios and requests, as blktrace has them, of every block device");
}
