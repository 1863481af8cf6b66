package dev.kiosim.devices.bcache;

/**
 * The least priority of the buckets that age: found by the kernel in each pass over all of them,
 * but asked for only when buckets are given up. Kept is what a later look cannot find any more: the
 * priorities of buckets that were used or pinned since the pass. A bound from below tells passes
 * that cannot bring a priority down to 0, where ageing ends.
 */
final class PrioFloor {
    private boolean isUnknown;
    private int least;
    private int leastGone = Buckets.METADATA_PRIO;
    private int bound;

    /** Whether there was a pass since the last look. */
    boolean isUnknown() {
        return isUnknown;
    }

    /** What the last look found; 0 before the first. */
    int least() {
        return least;
    }

    /** The least that left since the last pass. */
    int leastGone() {
        return leastGone;
    }

    /** Whether every priority of a bucket that ages is above 1, or 0 from the start. */
    boolean isAboveOne() {
        return bound > 1;
    }

    /** A pass took one off each. */
    void aged() {
        bound--;
        isUnknown = true;
        leastGone = Buckets.METADATA_PRIO;
    }

    /** A pass took one off each and looked: the least that it left, or 65535 for none. */
    void agedAndFound(int priority) {
        found(priority);
        bound = priority;
    }

    /** A look found the least that the last pass left, or 65535 for none. */
    void found(int priority) {
        isUnknown = false;
        least = priority;
    }

    /** A bucket that the last pass left with this priority has another one now, or is pinned. */
    void gone(int priority) {
        leastGone = Math.min(leastGone, priority);
    }

    /** A bucket of this priority ages from now on. */
    void joins(int priority) {
        bound = Math.min(bound, priority);
    }
}
