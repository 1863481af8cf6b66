package dev.kiosim.scenarios.vocabulary;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import java.util.List;

/**
 * {@code power_cut:} in {@code faults}: the power fails. Tasks and kernel are gone, drives keep
 * what they had made durable; the machine boots again, everything that was ever written is read
 * back and compared with what had been promised, and the processes of the next {@code boot} start.
 */
public final class PowerCutKeys {
    /** The key that makes a fault a power cut. */
    public static final String NAME = "power_cut";

    /** When, and what becomes of volatile caches. */
    public static final List<Key> ALL = List.of(
            Key.optional("at", KeyType.DURATION, null, "Simulated time at which the power fails."),
            Key.optional(
                    "before",
                    KeyType.DURATION,
                    null,
                    "The power fails before this time: at a moment that the seed decides."),
            Key.optional(
                            "event",
                            KeyType.INTEGER,
                            null,
                            "The power fails after so many events of the run.")
                    .between(1, Long.MAX_VALUE),
            Key.word(
                    "caches",
                    List.of("seed", "lost", "kept"),
                    "What becomes of the drives' volatile write caches: lost, kept, or each sector"
                            + " as the seed decides."));

    /** The fault as a whole. */
    public static final List<Key> ITEM =
            List.of(Key.group(NAME, KeyType.GROUP, ALL, "The power fails, and the machine boots."));

    private PowerCutKeys() {}
}
