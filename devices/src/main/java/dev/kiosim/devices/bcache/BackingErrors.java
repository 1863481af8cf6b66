package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;

/**
 * Counts failed IO of a backing device; too many, and it is given up. Source: io.c,
 * bch_count_backing_io_errors.
 */
final class BackingErrors {
    private static final long LIMIT = 64;

    /** Of messages about failed read-ahead only so many are said in so long. */
    private static final int RATELIMIT_BURST = 10;

    private static final long RATELIMIT_NANOS = 5_000_000_000L;

    private final CacheSet set;
    private final String name;
    private final Runnable giveUp;
    private long limit = LIMIT;
    private long errors;
    private long burstStartNanos = -RATELIMIT_NANOS;
    private int saidInBurst;

    /** Errors of the backing device {@code name}; too many of them lead to {@code giveUp}. */
    BackingErrors(CacheSet set, String name, Runnable giveUp) {
        this.set = set;
        this.name = name;
        this.giveUp = giveUp;
    }

    /** A bio has failed; read-ahead may. */
    void failed(Bio bio) {
        if (bio.has(Bio.RAHEAD)) {
            readAheadFailed();
            return;
        }
        errors++;
        if (errors < limit) {
            say(name + ": IO error on backing device, unrecoverable");
        } else {
            giveUp.run();
        }
    }

    private void readAheadFailed() {
        if (set.nowNanos() - burstStartNanos >= RATELIMIT_NANOS) {
            burstStartNanos = set.nowNanos();
            saidInBurst = 0;
        }
        if (saidInBurst++ < RATELIMIT_BURST) {
            say(name + ": Read-ahead I/O failed on backing device, ignore");
        }
    }

    private void say(String message) {
        set.log().say("bch_count_backing_io_errors() " + message);
    }

    /** The device is registered again. */
    void clear() {
        errors = 0;
    }

    long errors() {
        return errors;
    }

    long limit() {
        return limit;
    }

    void setLimit(long newLimit) {
        limit = newLimit;
    }
}
