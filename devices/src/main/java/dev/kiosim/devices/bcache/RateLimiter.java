package dev.kiosim.devices.bcache;

/** Spreads work over time at a given rate. Source: util.c, bch_next_delay. */
final class RateLimiter {
    /** The rate of an idle set: no limit in practice. */
    static final long RATE_MAX = Integer.MAX_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_100TH = NANOS_PER_SECOND / 100;
    private static final long AHEAD_NANOS_MAX = 2_500_000_000L;
    private static final long BEHIND_NANOS_MAX = 2_000_000_000L;

    private long rate;
    private long nextNanos;

    RateLimiter(long rate) {
        this.rate = rate;
    }

    /** Sectors a second. */
    long rate() {
        return rate;
    }

    void setRate(long sectorsPerSecond) {
        rate = sectorsPerSecond;
    }

    /** When the work that has been done would be due to end. */
    long nextNanos() {
        return nextNanos;
    }

    void reset(long nowNanos) {
        nextNanos = nowNanos;
    }

    /**
     * The same in 3.10: a unit of the rate is 100 sectors a second, nothing bounds how far ahead or
     * behind it is, and nobody waits longer than a second at a time.
     */
    long delayNanosIn2013(long sectors, long nowNanos) {
        nextNanos += sectors * NANOS_PER_100TH / rate;
        return nextNanos > nowNanos
                ? Jiffies.floor(Math.min(nextNanos - nowNanos, NANOS_PER_SECOND))
                : 0;
    }

    /** Accounts for {@code sectors} of work and says how long to wait, in whole jiffies. */
    long delayNanos(long sectors, long nowNanos) {
        nextNanos += sectors * NANOS_PER_SECOND / rate;
        nextNanos = Math.max(
                Math.min(nextNanos, nowNanos + AHEAD_NANOS_MAX), nowNanos - BEHIND_NANOS_MAX);
        return nextNanos > nowNanos ? Jiffies.floor(nextNanos - nowNanos) : 0;
    }
}
