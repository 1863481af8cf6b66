package dev.kiosim.config;

import java.util.List;

/**
 * One of several shapes that something in a scenario can have, told apart by name: a kind of step
 * or of expectation. Written {@code name: {key: value, ...}}, or {@code name: value} with the value
 * of the first key alone.
 *
 * @param name the word in the scenario
 * @param text one sentence for the reference page
 * @param keys what can be set on it; the first is the one that may be written alone
 * @param oneOf names of keys of which at least one must be given; empty if there is no such rule
 */
public record Kind(String name, String text, List<Key> keys, List<String> oneOf) {
    public Kind {
        keys = List.copyOf(keys);
        oneOf = List.copyOf(oneOf);
    }

    /** A kind whose keys each say for themselves whether they must be given. */
    public static Kind of(String name, String text, Key... keys) {
        return new Kind(name, text, List.of(keys), List.of());
    }
}
