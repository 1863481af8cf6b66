package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.DEVICE;
import static dev.kiosim.config.KeyType.DURATION;
import static dev.kiosim.config.KeyType.INTEGER;

import dev.kiosim.config.Key;
import dev.kiosim.config.Kind;
import java.util.ArrayList;
import java.util.List;

/** {@code faults:} what fails, and when. */
public final class FaultKinds {
    /** All kinds of fault. */
    public static final List<Kind> ALL = List.of(
            kind(
                    "fail",
                    "IOs that fail.",
                    Key.word("status", Words.STATUSES, "The error they end with.")),
            kind(
                    "delay",
                    "IOs that take longer.",
                    Key.required("by", DURATION, "How much longer.")));

    private FaultKinds() {}

    private static Kind kind(String name, String text, Key own) {
        List<Key> keys = new ArrayList<>();
        keys.add(Key.required("device", DEVICE, "The device that does it."));
        keys.add(own);
        keys.addAll(which());
        return new Kind(name, text, keys, List.of());
    }

    /** Which IOs a fault takes: those that all of these keys allow. */
    private static List<Key> which() {
        return List.of(
                Key.word("op", List.of("any", "read", "write", "flush", "discard"), "Which IOs."),
                Key.optional("sector", INTEGER, "0", "First sector of the range it concerns."),
                Key.optional(
                                "sectors",
                                INTEGER,
                                null,
                                "Length of the range; to the end of the" + " device if not given.")
                        .between(1, Long.MAX_VALUE),
                Key.optional("from", DURATION, "0s", "When it begins."),
                Key.optional("until", DURATION, null, "When it is over; never if not given."),
                Key.optional("skip", INTEGER, "0", "How many such IOs go well first."),
                Key.optional("times", INTEGER, null, "How many IOs it takes; all if not given.")
                        .between(1, Long.MAX_VALUE));
    }
}
