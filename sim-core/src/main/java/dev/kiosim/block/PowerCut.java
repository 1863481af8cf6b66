package dev.kiosim.block;

import dev.kiosim.engine.RandomStream;

/**
 * How a power cut strikes: what becomes of the sectors that volatile write caches hold, and of the
 * writes that the drives are at work on. A sector is the unit: each has its old content or its new
 * one, a write of several may be torn.
 */
public final class PowerCut {
    /** What becomes of the content of volatile caches. */
    public enum Caches {
        /** Each sector stays or is lost, by chance. */
        SEED,
        /** Everything is lost. */
        LOST,
        /** Everything stays: the drives had time, or a capacitor. */
        KEPT
    }

    private final Caches caches;
    private final RandomStream random;
    private int keptOfFour;

    /** A cut; {@code random} decides what is left to chance. */
    public PowerCut(Caches caches, RandomStream random) {
        this.caches = caches;
        this.random = random;
    }

    /** Turns to the next drive: how much of its cache survives differs from drive to drive. */
    void nextDrive() {
        keptOfFour = random.nextInt(5);
    }

    /** Whether the next cached sector of this drive stays. */
    boolean keepsCached() {
        return switch (caches) {
            case LOST -> false;
            case KEPT -> true;
            case SEED -> random.nextInt(4) < keptOfFour;
        };
    }

    /** How many of four sectors of the next write in flight reach the medium: 0 none, 4 all. */
    int writtenOfFour() {
        return random.nextInt(5);
    }

    /** Whether the next sector of a write in flight has reached the medium. */
    boolean isWritten(int ofFour) {
        return random.nextInt(4) < ofFour;
    }
}
