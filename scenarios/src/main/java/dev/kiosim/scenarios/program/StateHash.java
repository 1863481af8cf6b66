package dev.kiosim.scenarios.program;

/**
 * A 64-bit hash of a sequence of numbers that stand for a state: each is mixed in by the finalizer
 * of SplitMix64. Two states of a million have the same hash with a chance of one in 30 million.
 */
public final class StateHash {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state = GOLDEN_GAMMA;

    /** Begins anew. */
    public StateHash clear() {
        state = GOLDEN_GAMMA;
        return this;
    }

    /** Adds a number. */
    public StateHash add(long value) {
        state = mix(state, value);
        return this;
    }

    /** The hash of what was added. */
    public long value() {
        return state;
    }

    /** The hash of a pair: {@code before} is itself a hash. */
    public static long mix(long before, long value) {
        long z = (before ^ value) + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
