package dev.kiosim.kernel;

/**
 * What the kernel's work costs on a CPU, nanoseconds each. Presets and their sources: device
 * specification, section 4, "CPU cost constants"; where it gives a range, the preset takes the
 * middle.
 *
 * @param syscall entry and exit of any system call
 * @param submitIocb io_submit, per iocb, beside the copy of data
 * @param submitDirect further cost of a direct IO, per iocb: pinning pages, making the bio
 * @param attribute new ABI: reading an attribute, answering it and copying its return back, each
 * @param reapEvent io_getevents, per event
 * @param copyPage copying 4 KiB between page cache and user memory
 * @param contextSwitch a CPU turns to another task
 * @param wakeRemote waking a task on another, idle CPU
 * @param interrupt entry of a device interrupt with its softirq, per batch
 * @param completeIo softirq's work, per completed IO
 * @param workerStart starting a new worker thread
 * @param userStep a load, store or compare-and-swap of user space on shared memory
 * @param sysletStart starting a task that can return to user space in the place of another
 * @param sysletSwitch such a task takes over registers, stack and signal mask
 * @param pidSwizzle two tasks exchange their tids: both leave and enter the table of pids
 * @param pidNamespace a new task gets a tid inside a pid namespace that another has already
 */
public record CostTable(
        long syscall,
        long submitIocb,
        long submitDirect,
        long attribute,
        long reapEvent,
        long copyPage,
        long contextSwitch,
        long wakeRemote,
        long interrupt,
        long completeIo,
        long workerStart,
        long userStep,
        long sysletStart,
        long sysletSwitch,
        long pidSwizzle,
        long pidNamespace) {

    /** Every cost is 0: what remains is the devices' time and the order of things. */
    public static final CostTable FREE =
            new CostTable(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * A server of 2013. Per-iocb costs of io_submit are 0.8 us with the copy of 4 KiB (0.6 us) in
     * it; direct IO is 3 us in all; interrupt and completion 3.5 us together; attribute,
     * workerStart and all of syslets assumed: a clone of a thread with its stack, a copy of
     * registers and mask, four changes of a hash table under its lock, and one more allocation of a
     * pid.
     */
    public static final CostTable SERVER_2013 = new CostTable(
            100, 200, 2_600, 30, 20, 600, 1_500, 4_000, 2_500, 1_000, 20_000, 5, 15_000, 300, 800,
            2_000);

    /**
     * A virtual machine of today: an AMD EPYC guest under Linux 6.18. Interrupt cost is not
     * separable in the source; assumed as for the server. attribute, workerStart and all of syslets
     * assumed, the latter as for the server.
     */
    public static final CostTable MODERN_VM = new CostTable(
            244, 220, 2_900, 20, 13, 650, 3_100, 27_000, 2_500, 1_000, 20_000, 5, 15_000, 300, 800,
            2_000);
}
