package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;

/**
 * Counts failed IO of the cache device; too many, or one on metadata, and the whole set fails.
 * Source: io.c, bch_count_io_errors.
 */
final class IoErrors {
    private static final int SHIFT = 20;
    private static final int HALFLIFE_STEPS = 88;
    private static final int DECAY_NUMERATOR = 127;
    private static final int DECAY_DENOMINATOR = 128;

    private final String cacheName;
    private final SetFailure failure;
    private final KernelLog log;
    private long limit = 8;
    private long decayEvery;
    private long iosSinceDecay;
    private long errors;

    /** Errors of the cache device {@code cacheName}; {@code failure} is what too many lead to. */
    IoErrors(String cacheName, SetFailure failure, KernelLog log) {
        this.cacheName = cacheName;
        this.failure = failure;
        this.log = log;
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

    /** A read of data has ended; {@code doing} says for people what it was for. */
    void readEnded(Bio bio, String doing) {
        ended(bio, doing, ", recovering.");
    }

    /** A write of data, or of a btree node, has ended. */
    void writeEnded(Bio bio, String doing) {
        ended(bio, doing, ".");
    }

    private void ended(Bio bio, String doing, String end) {
        if (decayEvery != 0 && ++iosSinceDecay > decayEvery) {
            iosSinceDecay -= decayEvery;
            errors = errors * DECAY_NUMERATOR / DECAY_DENOMINATOR;
        }
        if (bio.status != 0) {
            failed(doing, end);
        }
    }

    private void failed(String doing, String end) {
        errors += 1L << SHIFT;
        if (errors() < limit) {
            log.say("bch_count_io_errors() " + cacheName + ": IO error on " + doing + end);
        } else {
            failure.begin(cacheName + ": too many IO errors " + doing + "\n");
        }
    }

    /** Journal, table of priorities or of uuids: one error is enough. */
    void metadataEnded(Bio bio, String message) {
        if (bio.status != 0) {
            failure.begin(message);
        }
    }
}
