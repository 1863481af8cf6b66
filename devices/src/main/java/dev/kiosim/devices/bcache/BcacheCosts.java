package dev.kiosim.devices.bcache;

/**
 * What the kernel's own work costs a bcache device, and on what kind of machine it runs. None of
 * these can be had from the source; all defaults are assumed.
 *
 * @param oneCpu whether there is one CPU only. Then garbage collection sleeps 100 ms after each
 *     round in which it wrote a node, since that left the CPU to somebody
 * @param hopNanos from queueing work for another kernel thread until that begins
 * @param wakeNanos from waking a thread of the cache's own (allocator, gc, writeback) in the task
 *     that submits until it runs
 * @param workerWakeNanos the same if it is woken in a workqueue. With one CPU it runs when the
 *     workqueue has nothing left to do, as recordings of bucket placements show
 * @param copyNanosPerPage copying 4 KiB
 */
public record BcacheCosts(
        boolean oneCpu,
        long hopNanos,
        long wakeNanos,
        long workerWakeNanos,
        long copyNanosPerPage) {
    /** A machine of several CPUs. */
    public static final BcacheCosts ASSUMED = new BcacheCosts(false, 3_000, 5_000, 5_000, 400);

    /** The same with one CPU. */
    public BcacheCosts onOneCpu() {
        return new BcacheCosts(true, hopNanos, wakeNanos, workerWakeNanos, copyNanosPerPage);
    }
}
