package dev.kiosim.scenarios.explore;

import dev.kiosim.config.Settings;
import dev.kiosim.scenarios.Scenario;

/**
 * How far an exploration goes.
 *
 * @param preemptionsMax most times that an actor is interrupted that could have gone on; negative:
 *     no limit
 * @param runsMax most runs
 * @param pruning whether states that were seen before are left alone
 */
public record Limits(int preemptionsMax, long runsMax, Pruning pruning) {
    /** What becomes of a state that was seen before. */
    public enum Pruning {
        /** It is not explored again. */
        EQUAL_STATES,
        /**
         * The same, but the kernel's state is known by its history only: finds fewer equal ones.
         */
        EQUAL_HISTORIES,
        /** It is: for tests, and to see the difference. */
        NONE
    }

    /** No limit of preemptions. */
    public static final int ANY = -1;

    /** What {@code scenario} says, with pruning. */
    public static Limits of(Scenario scenario) {
        Settings explore = scenario.explore();
        return new Limits(
                explore.has("preemptions") ? (int) explore.number("preemptions") : ANY,
                explore.number("max_interleavings"),
                Pruning.EQUAL_STATES);
    }

    boolean limitsPreemptions() {
        return preemptionsMax >= 0;
    }
}
