package dev.kiosim.kernel;

/**
 * Hears that a batch of completions is through: time to publish tails and wake waiters, once for
 * all.
 */
@FunctionalInterface
public interface BatchEnd {
    /** All kiocbs of the batch have ended. */
    void batchEnded();
}
