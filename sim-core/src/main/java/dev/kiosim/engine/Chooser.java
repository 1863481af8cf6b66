package dev.kiosim.engine;

/**
 * Decides which of several runnable steps of one instant goes first: at random, or systematically.
 */
public interface Chooser {
    /**
     * Picks one of the steps that could be next.
     *
     * @param actors the actor of each candidate, in the order of scheduling; entries past
     *     {@code count} are stale
     * @param count how many candidates there are, at least 1
     * @return the index of the candidate that goes first, 0 to {@code count - 1}
     */
    int choose(int[] actors, int count);

    /** Chooses among the candidates with equal chances, from {@code random}. */
    static Chooser seeded(RandomStream random) {
        return (actors, count) -> count == 1 ? 0 : random.nextInt(count);
    }
}
