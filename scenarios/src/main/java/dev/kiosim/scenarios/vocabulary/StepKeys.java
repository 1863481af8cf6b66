package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.DURATION;
import static dev.kiosim.config.KeyType.NAME;
import static dev.kiosim.config.KeyType.OPERAND;

import dev.kiosim.config.Key;
import java.util.List;

/** Keys that several kinds of step share. */
final class StepKeys {
    private StepKeys() {}

    static Key names(String name, String text) {
        return Key.required(name, NAME, text);
    }

    static Key uses(String name, String text) {
        return Key.optional(name, OPERAND, null, text).orWords(Words.ADDRESSES);
    }

    static Key context() {
        return Key.required("ctx", OPERAND, "The context.").orWords(Words.BAD_CONTEXTS);
    }

    static Key timeout() {
        return Key.optional(
                        "timeout",
                        DURATION,
                        "NULL",
                        "How long to wait: NULL is for ever, 0"
                                + " polls; below 0 waits for ever too.")
                .between(Long.MIN_VALUE, Long.MAX_VALUE)
                .orWords(List.of("NULL", "BADPTR"));
    }
}
