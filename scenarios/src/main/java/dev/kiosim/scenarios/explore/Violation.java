package dev.kiosim.scenarios.explore;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What went wrong in an interleaving.
 *
 * @param text one line for people
 */
public record Violation(Kind kind, String text) {
    /** What can go wrong; in small letters the word in a scenario. */
    public enum Kind {
        /** An accepted iocb completed, and its event waits nowhere and was taken by nobody. */
        LOST,
        /** An event was taken more often than its iocb completed, or waits to be taken again. */
        DOUBLED,
        /** An event was taken that the kernel never wrote: data of one, result of another. */
        TORN,
        /** A task sleeps, nothing will wake it, and an event waits. */
        SLEEPER,
        /** The simulator found one of its invariants broken. */
        INVARIANT,
        /** A task died of a bad address. */
        FAULT,
        /** A step did not return what the scenario says. */
        RET;

        /** The word in a scenario. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** All the words. */
        public static List<String> words() {
            return Arrays.stream(values()).map(Kind::word).toList();
        }
    }
}
