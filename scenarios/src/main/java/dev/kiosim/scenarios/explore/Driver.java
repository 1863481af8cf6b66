package dev.kiosim.scenarios.explore;

/** Decides at each choice point whose step is next. */
interface Driver {
    /** Returned by {@link #next} to end the run here. */
    int STOP = -1;

    /**
     * The actor that goes next, or {@link #STOP}.
     *
     * @param actors those with a step at hand, in ascending order; entries past {@code count} are
     *     stale
     */
    int next(ControlledRun run, int[] actors, int count);
}
