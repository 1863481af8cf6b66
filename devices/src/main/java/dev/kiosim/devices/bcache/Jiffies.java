package dev.kiosim.devices.bcache;

/** The kernel's timer tick: 4 ms, HZ = 250, as in Debian's kernels. */
final class Jiffies {
    static final long NANOS = 4_000_000;

    private Jiffies() {}

    private static final long[] LEVEL_STARTS = {0, 63, 504, 4032, 32256};
    private static final int LEVEL_SHIFT = 3;

    /**
     * From {@code nowNanos} until a timer of the kernel set to {@code delayNanos} goes off: the
     * longer the delay, the coarser the wheel, and it rounds up. A timer of 30 s may be 2 s late.
     * Source: kernel/time/timer.c, calc_wheel_index; as old as Linux 4.8.
     */
    static long timerNanos(long nowNanos, long delayNanos) {
        long delay = (delayNanos + NANOS - 1) / NANOS;
        int level = LEVEL_STARTS.length - 1;
        while (delay < LEVEL_STARTS[level]) {
            level--;
        }
        int shift = LEVEL_SHIFT * level;
        long slot = (nowNanos / NANOS + delay >> shift) + 1;
        return (slot << shift) * NANOS - nowNanos;
    }

    /** Rounds a duration down to whole ticks. */
    static long floor(long nanos) {
        return nanos / NANOS * NANOS;
    }
}
