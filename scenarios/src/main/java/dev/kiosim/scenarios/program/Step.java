package dev.kiosim.scenarios.program;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Operation;

/** One step of a lesson: one operation, or a few in a row. */
interface Step {
    /** The first operation. */
    Operation begin(Lesson lesson);

    /**
     * The next operation, told the result of the last; null when the step is done and that is its
     * result.
     */
    default @Nullable Operation resume(Lesson lesson, long result) {
        return null;
    }

    /** The result to report, told that of the last operation. */
    default long result(long lastResult) {
        return lastResult;
    }

    /** What there is to say beside the result: the events that came; empty if nothing. */
    default String remark(Lesson lesson) {
        return "";
    }

    /** What did not come out as the step says; empty if all did. */
    default String failure() {
        return "";
    }

    /**
     * What its last operation did, in a few words, for whoever follows an interleaving; told before
     * {@link #resume}. Null: the step's name and result say it all.
     */
    default @Nullable String told(Lesson lesson, long result) {
        return null;
    }

    /**
     * Adds all that the step will go by from here on. Two programs that have come to the same step
     * in equal states do the same if they are given the same.
     *
     * @param results stands for the results of all its operations so far, which is always enough
     */
    default void addState(StateHash hash, long results) {
        hash.add(results);
    }

    /** Whether its result tells anything: not so if it lays out memory, or only looks. */
    default boolean hasResult() {
        return true;
    }
}
