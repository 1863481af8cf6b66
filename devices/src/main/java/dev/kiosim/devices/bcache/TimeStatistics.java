package dev.kiosim.devices.bcache;

/**
 * How often something happens and how long it takes: means in which the last counts one eighth, and
 * the longest. Source: util.c, bch_time_stats_update.
 */
final class TimeStatistics {
    /** Of something that never happens. */
    static final TimeStatistics NEVER = new TimeStatistics();

    private static final int WEIGHT = 8;
    private static final int SCALE_BITS = 8;

    private long maxNanos;
    private long averageScaled;
    private long periodScaled;
    private long lastNanos;

    /** It went on from {@code startNanos} until now. */
    void add(long startNanos, long nowNanos) {
        long duration = nowNanos - startNanos;
        maxNanos = Math.max(maxNanos, duration);
        if (lastNanos == 0) {
            averageScaled = duration << SCALE_BITS;
        } else {
            long period = nowNanos - lastNanos;
            averageScaled = weighed(averageScaled, duration);
            periodScaled = periodScaled == 0 ? period << SCALE_BITS : weighed(periodScaled, period);
        }
        lastNanos = Math.max(1, nowNanos);
    }

    private static long weighed(long scaled, long newest) {
        return (scaled * (WEIGHT - 1) + (newest << SCALE_BITS)) / WEIGHT;
    }

    long averageDuration(long unitNanos) {
        return (averageScaled >> SCALE_BITS) / unitNanos;
    }

    long averagePeriod(long unitNanos) {
        return (periodScaled >> SCALE_BITS) / unitNanos;
    }

    long maxDuration(long unitNanos) {
        return maxNanos / unitNanos;
    }

    /** Since the last time, -1 if there was none. */
    long sinceLast(long nowNanos, long unitNanos) {
        return lastNanos == 0 ? -1 : (nowNanos - lastNanos) / unitNanos;
    }
}
