package dev.kiosim.devices.bcache;

import dev.kiosim.engine.RandomStream;

/**
 * Tells when the SSD is so slow that large IO had better bypass it: a counter that falls with the
 * latency of slow IO and recovers with fast IO and with time. Source: io.c,
 * bch_bbio_count_io_errors; request.c, bch_get_congested.
 */
final class Congestion {
    /** What {@link #limitBeforeRandom} returns if the SSD is fast. */
    static final int NOT_CONGESTED = -1;

    private static final int MAX = 1024;
    /** The kernel's microsecond: nanoseconds shifted, 1.024 us. */
    private static final int MICRO_SHIFT = 10;

    private static final int MANTISSA_BITS = 6;
    private static final int MANTISSA_MASK = 63;
    private static final int MANTISSA_ONE = 64;

    private final RandomStream random;
    private long readThresholdMicros = 2_000;
    private long writeThresholdMicros = 20_000;
    private int congested;
    private long lastMicros;

    Congestion(RandomStream random) {
        this.random = random;
    }

    long readThresholdMicros() {
        return readThresholdMicros;
    }

    long writeThresholdMicros() {
        return writeThresholdMicros;
    }

    void setReadThresholdMicros(long micros) {
        readThresholdMicros = micros;
    }

    void setWriteThresholdMicros(long micros) {
        writeThresholdMicros = micros;
    }

    /**
     * A cache device IO has ended; only hits, data inserts, moving gc and btree node writes are
     * told.
     */
    void ended(boolean write, long submittedNanos, long nowNanos) {
        long threshold = write ? writeThresholdMicros : readThresholdMicros;
        if (threshold == 0) {
            return;
        }
        long nowMicros = nowNanos >>> MICRO_SHIFT;
        long micros = nowMicros - (submittedNanos >>> MICRO_SHIFT);
        if (micros > threshold) {
            lastMicros = nowMicros;
            congested -= (int) Math.min(micros / MAX, MAX + congested);
        } else if (congested < 0) {
            congested++;
        }
    }

    /**
     * Sectors from which an IO is to bypass, before the random term, 0 to 65024; or
     * {@link #NOT_CONGESTED}.
     */
    int limitBeforeRandom(long nowNanos) {
        if (congested == 0 || readThresholdMicros == 0 && writeThresholdMicros == 0) {
            return NOT_CONGESTED;
        }
        long recovered = ((nowNanos >>> MICRO_SHIFT) - lastMicros) / MAX;
        if (recovered < 0 || recovered + congested >= 0) {
            return NOT_CONGESTED;
        }
        int i = (int) recovered + congested + MAX;
        if (i > 0) {
            i = (MANTISSA_ONE + (i & MANTISSA_MASK)) << (i >> MANTISSA_BITS) >> MANTISSA_BITS;
        }
        return i;
    }

    /** What 3.10 takes off every cutoff: 0 to 32 sectors, 16 on average. */
    int dither() {
        return Integer.bitCount(random.nextBits32());
    }

    /**
     * Sectors from which an IO is to bypass, at least 1; 0 if not congested. Draws once for each
     * congested query.
     */
    int limitSectors(long nowNanos) {
        int limit = limitBeforeRandom(nowNanos);
        return limit == NOT_CONGESTED
                ? 0
                : Math.max(1, limit - Integer.bitCount(random.nextBits32()));
    }
}
