package dev.kiosim.engine;

/**
 * Decides which of several runnable steps of one instant goes first: at random, or systematically.
 */
public interface Chooser {
    /** Returned by {@link #choose} to stop the engine before any of the steps. */
    int NONE = -1;

    /**
     * Picks one of the steps that could be next.
     *
     * @param actors the actor of each candidate, in the order of scheduling; entries past
     *     {@code count} are stale
     * @param count how many candidates there are, at least 1
     * @return the index of the candidate that goes first, 0 to {@code count - 1}, or {@link #NONE}:
     *     the engine fires nothing and stops, as if no event were left
     */
    int choose(int[] actors, int count);

    /** Hears which step goes first, just before it does. */
    default void chosen(Event step) {}

    /** Chooses among the candidates with equal chances, from {@code random}. */
    static Chooser seeded(RandomStream random) {
        return (actors, count) -> count == 1 ? 0 : random.nextInt(count);
    }
}
