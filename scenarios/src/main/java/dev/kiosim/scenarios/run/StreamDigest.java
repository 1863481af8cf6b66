package dev.kiosim.scenarios.run;

import java.util.Locale;

/**
 * A 64-bit digest of a sequence of numbers and texts, the same on every machine: each value is
 * mixed in by the finalizer of SplitMix64. It tells two streams apart; it is no defence against
 * forgery.
 */
public final class StreamDigest {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state = GOLDEN_GAMMA;

    /** Adds a number. */
    public StreamDigest add(long value) {
        long z = (state ^ value) + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        state = z ^ (z >>> 31);
        return this;
    }

    /** Adds a text, by its length and UTF-16 units. */
    public StreamDigest add(String text) {
        add(text.length());
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
        return this;
    }

    /** A number that stands for {@code text}, for texts that come again and again. */
    public static long of(String text) {
        return new StreamDigest().add(text).state;
    }

    /** 16 hexadecimal digits. */
    public String hex() {
        return String.format(Locale.ROOT, "%016x", state);
    }
}
