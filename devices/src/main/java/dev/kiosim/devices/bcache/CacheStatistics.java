package dev.kiosim.devices.bcache;

/**
 * The counters of {@code stats_total}, {@code stats_day}, {@code stats_hour} and
 * {@code stats_five_minute}. What is counted shows only after the next tick, every 13.6 s, and a
 * collector above 65535 in one tick wraps, as in the kernel. Ticks are made up for whenever
 * somebody counts or reads. Source: stats.c.
 */
final class CacheStatistics {
    /** What is counted. */
    enum Counter {
        CACHE_HITS,
        CACHE_MISSES,
        CACHE_BYPASS_HITS,
        CACHE_BYPASS_MISSES,
        CACHE_MISS_COLLISIONS,
        /** Sectors. */
        BYPASSED
    }

    /** Over what it is shown. */
    enum Period {
        TOTAL("stats_total", 0),
        DAY("stats_day", 288),
        HOUR("stats_hour", 12),
        FIVE_MINUTE("stats_five_minute", 1);

        private final String directory;
        private final int ticksPerDecay;

        Period(String directory, int ticksPerDecay) {
            this.directory = directory;
            this.ticksPerDecay = ticksPerDecay;
        }

        /** Name of the sysfs directory. */
        String directory() {
            return directory;
        }
    }

    /** A tick: (HZ * 300) / 22 jiffies at HZ = 250. */
    static final long TICK_NANOS = 3409 * Jiffies.NANOS;

    private static final int SCALE_BITS = 16;
    private static final int DECAY_WEIGHT = 32;
    private static final Counter[] COUNTERS = Counter.values();
    private static final Period[] PERIODS = Period.values();

    private final int[] collector = new int[COUNTERS.length];
    private final long[][] shown = new long[PERIODS.length][COUNTERS.length];
    private final int[] ticksToDecay = new int[PERIODS.length];
    private long nextTickNanos;

    /** Counters of something registered at {@code nowNanos}. */
    CacheStatistics(long nowNanos) {
        nextTickNanos = nowNanos + TICK_NANOS;
    }

    void count(Counter counter, int amount, long nowNanos) {
        catchUp(nowNanos);
        collector[counter.ordinal()] += amount;
    }

    /** What sysfs shows at {@code nowNanos}. */
    long value(Period period, Counter counter, long nowNanos) {
        catchUp(nowNanos);
        return shown[period.ordinal()][counter.ordinal()] >>> SCALE_BITS;
    }

    /** What was counted and does not show yet is included. */
    long valueWithCollector(Counter counter, long nowNanos) {
        return value(Period.TOTAL, counter, nowNanos) + collector[counter.ordinal()];
    }

    /** Hits of all cached reads, per cent; 0 if there were none. */
    long hitRatio(Period period, long nowNanos) {
        long hits = value(period, Counter.CACHE_HITS, nowNanos);
        long all = hits + value(period, Counter.CACHE_MISSES, nowNanos);
        return all == 0 ? 0 : hits * 100 / all;
    }

    /** Zeroes the totals only; what is not shown yet stays. */
    void clearTotal() {
        shown[Period.TOTAL.ordinal()] = new long[COUNTERS.length];
    }

    private void catchUp(long nowNanos) {
        while (nowNanos >= nextTickNanos) {
            tick();
            nextTickNanos += TICK_NANOS;
        }
    }

    private void tick() {
        for (int i = 0; i < collector.length; i++) {
            long scaled = Integer.toUnsignedLong(collector[i] << SCALE_BITS);
            collector[i] = 0;
            for (long[] counters : shown) {
                counters[i] += scaled;
            }
        }
        for (Period period : PERIODS) {
            if (period.ticksPerDecay != 0
                    && ++ticksToDecay[period.ordinal()] == period.ticksPerDecay) {
                ticksToDecay[period.ordinal()] = 0;
                decay(shown[period.ordinal()]);
            }
        }
    }

    private static void decay(long[] counters) {
        for (int i = 0; i < counters.length; i++) {
            counters[i] = counters[i] * (DECAY_WEIGHT - 1) / DECAY_WEIGHT;
        }
    }
}
