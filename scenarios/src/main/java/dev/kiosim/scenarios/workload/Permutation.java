package dev.kiosim.scenarios.workload;

/**
 * A random order of 0 to n-1, computed and not stored: each number comes exactly once. A four-round
 * Feistel network over the next even power of two, walked until it falls inside (Black and Rogaway
 * 2002, "Ciphers with arbitrary finite domains").
 */
final class Permutation {
    private static final int ROUNDS = 4;

    private final long count;
    private final int halfBits;
    private final long halfMask;
    private final long[] keys = new long[ROUNDS];

    /** An order of {@code count} numbers (at least 1) by {@code key}. */
    Permutation(long count, long key) {
        this.count = count;
        int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(count - 1));
        halfBits = (bits + 1) / 2;
        halfMask = (1L << halfBits) - 1;
        for (int i = 0; i < ROUNDS; i++) {
            keys[i] = mix(key + i * 0x9e3779b97f4a7c15L);
        }
    }

    /** The number at {@code index}, 0 to count - 1. */
    long at(long index) {
        long value = index;
        do {
            value = shuffle(value);
        } while (value >= count);
        return value;
    }

    private long shuffle(long value) {
        long left = value >>> halfBits;
        long right = value & halfMask;
        for (long key : keys) {
            long next = left ^ (mix(right ^ key) & halfMask);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
