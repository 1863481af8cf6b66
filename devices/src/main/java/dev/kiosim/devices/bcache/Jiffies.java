package dev.kiosim.devices.bcache;

/** The kernel's timer tick: 4 ms, HZ = 250, as in Debian's kernels. */
final class Jiffies {
    static final long NANOS = 4_000_000;

    private Jiffies() {}

    /** Rounds a duration down to whole ticks. */
    static long floor(long nanos) {
        return nanos / NANOS * NANOS;
    }
}
