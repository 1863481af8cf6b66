package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.INTEGER;

import dev.kiosim.config.Key;
import java.util.List;

/** {@code explore:} how far {@code kiosim explore} goes. Without effect on a single run. */
public final class ExploreKeys {
    /** The keys of {@code explore}. */
    public static final List<Key> ALL = List.of(
            Key.optional(
                            "preemptions",
                            INTEGER,
                            null,
                            "Most times that an interleaving interrupts somebody who could go on;"
                                    + " any number if not given.")
                    .between(0, 1_000),
            Key.optional(
                            "max_interleavings",
                            INTEGER,
                            "1000000",
                            "Ends after so many runs, though there be more.")
                    .between(1, 1_000_000_000));

    private ExploreKeys() {}
}
