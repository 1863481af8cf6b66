package dev.kiosim.engine;

/**
 * A named stream of random numbers: xoshiro256** (Blackman and Vigna 2018), seeded by SplitMix64
 * from the run's seed and an FNV-1a hash of the name. The algorithm is part of the promise "same
 * seed, same bytes".
 */
public final class RandomStream {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    /** The generator in the state of these four words, not all 0. */
    RandomStream(long s0, long s1, long s2, long s3) {
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    /** The stream of {@code name} under {@code seed}. */
    public static RandomStream named(long seed, String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        long first = (mix(seed) ^ hash) + GOLDEN_GAMMA; // SplitMix64 from here on
        long second = first + GOLDEN_GAMMA;
        long third = second + GOLDEN_GAMMA;
        long fourth = third + GOLDEN_GAMMA;
        return new RandomStream(mix(first), mix(second), mix(third), mix(fourth));
    }

    /** 64 random bits. */
    public long nextLong() {
        long result = Long.rotateLeft(s1 * 5, 7) * 9;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** 32 random bits. */
    public int nextBits32() {
        return (int) (nextLong() >>> 32);
    }

    /** A number from 0 to {@code bound - 1}, all equally likely; {@code bound} is positive. */
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    /** A number from 0 to {@code bound - 1}, all equally likely; {@code bound} is positive. */
    public long nextLong(long bound) {
        long mask = bound - 1;
        if ((bound & mask) == 0) {
            return nextLong() & mask;
        }
        long bits = nextLong() >>> 1;
        long value = bits % bound;
        while (bits - value + mask < 0) { // the last, incomplete run of values: draw again
            bits = nextLong() >>> 1;
            value = bits % bound;
        }
        return value;
    }

    /** A number in [0, 1) with 53 random bits; for workload distributions only, never for time. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
