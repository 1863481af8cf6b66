package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;

/**
 * Counts failed IO of a backing device; too many, and it is given up. Source: io.c,
 * bch_count_backing_io_errors.
 */
final class BackingErrors {
    private static final long LIMIT = 64;

    private long limit = LIMIT;
    private long errors;

    /** A bio has failed; read-ahead may. */
    void ended(Bio bio) {
        if (!bio.has(Bio.RAHEAD)) {
            errors++;
        }
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

    /** Whether the device has failed too often: every IO fails from then on. */
    boolean isDisabled() {
        return errors >= limit;
    }
}
