package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;

/**
 * Counts failed IO of the cache device; too many, or one on metadata, and the whole set fails.
 * Source: io.c, bch_count_io_errors; super.c, bch_cache_set_error.
 */
final class IoErrors {
    private static final int SHIFT = 20;
    private static final int HALFLIFE_STEPS = 88;
    private static final int DECAY_NUMERATOR = 127;
    private static final int DECAY_DENOMINATOR = 128;

    private final Runnable setFails;
    private long limit = 8;
    private long decayEvery;
    private long iosSinceDecay;
    private long errors;
    private boolean failed;
    private boolean panics;

    /** {@code setFails} is run once, when the set can go on no more. */
    IoErrors(Runnable setFails) {
        this.setFails = setFails;
    }

    long limit() {
        return limit;
    }

    void setLimit(long newLimit) {
        limit = newLimit;
    }

    /** Number of IOs after which an error counts half; 0 for never. */
    long halflife() {
        return decayEvery * HALFLIFE_STEPS;
    }

    void setHalflife(long ios) {
        decayEvery = ios / HALFLIFE_STEPS;
    }

    /** {@code io_errors} of the cache device. */
    long errors() {
        return errors >> SHIFT;
    }

    /** Forgets the errors so far, as clear_stats of the cache device does. */
    void clear() {
        errors = 0;
        iosSinceDecay = 0;
    }

    /** {@code errors}: whether a failing set is to take the machine down. */
    boolean panics() {
        return panics;
    }

    void setPanics(boolean on) {
        panics = on;
    }

    /** Whether the set has failed: every IO fails from then on. */
    boolean hasFailed() {
        return failed;
    }

    /** Data IO of the cache device has ended. */
    void dataIoEnded(Bio bio) {
        if (decayEvery != 0 && ++iosSinceDecay > decayEvery) {
            iosSinceDecay = 0;
            errors = errors * DECAY_NUMERATOR / DECAY_DENOMINATOR;
        }
        if (bio.status != 0) {
            errors += 1L << SHIFT;
            if (errors >> SHIFT >= limit) {
                fail();
            }
        }
    }

    /** Journal, priority table or btree node: one error is enough. */
    void metadataIoEnded(Bio bio) {
        if (bio.status != 0) {
            fail();
        }
    }

    private void fail() {
        if (!failed) {
            failed = true;
            setFails.run();
        }
    }
}
