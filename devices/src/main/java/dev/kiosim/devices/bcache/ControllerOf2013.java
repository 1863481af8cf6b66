package dev.kiosim.devices.bcache;

/**
 * How 3.10 chooses the rate of writeback: in proportion to the rate itself, by how far dirty data
 * are above their target and how fast they grow. Source: Linux 3.10 writeback.c,
 * __update_writeback_rate.
 */
final class ControllerOf2013 {
    private static final int D_TERM = 16;
    private static final int D_SMOOTH = 8;
    private static final int SCALE = 256;
    private static final int SCALE_BITS = 8;
    private static final long RATE_MAX = 1_000_000;
    private static final long LATE_NANOS = 10_000_000;

    private long lastDirty;
    private long derivative;

    /**
     * The next rate.
     *
     * @param rate the rate so far
     * @param dirty dirty sectors
     * @param target dirty sectors aimed at; 0 changes nothing
     * @param pTermInverse {@code writeback_rate_p_term_inverse}
     * @param lateNanos how far writeback is behind its rate
     */
    long next(long rate, long dirty, long target, long pTermInverse, long lateNanos) {
        long grown = (dirty - lastDirty) * D_TERM;
        lastDirty = dirty;
        long bounded = Math.min(Math.max(grown, -dirty), dirty);
        derivative = (derivative * (D_SMOOTH - 1) + bounded) / D_SMOOTH;
        if (target == 0) {
            return rate;
        }
        long error = (dirty + derivative - target) * SCALE / target;
        long change = (rate * error >> SCALE_BITS) / pTermInverse;
        if (change > 0 && lateNanos > LATE_NANOS) {
            change = 0;
        }
        return Math.min(Math.max(rate + change, 1), RATE_MAX);
    }
}
