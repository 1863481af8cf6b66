package dev.kiosim.config;

import dev.kiosim.engine.Nullable;
import java.util.List;

/**
 * What may be written under one name: a row of the key table.
 *
 * @param name as written in a scenario, in the field's own word (fio's, bcache's sysfs name)
 * @param type how the value is written
 * @param defaultText the value if nothing is written, as it would be written; null if the key must
 *     be given or has no effect unless given (see {@link #required})
 * @param required whether leaving it out is a mistake
 * @param min least value allowed, in the base unit (bytes, nanoseconds); ignored for words and text
 * @param max greatest value allowed
 * @param allowed the words allowed, for {@link KeyType#WORD} and lists of words; for any other
 *     scalar type, words allowed besides its own values, which then become Strings; else empty
 * @param text one sentence: what it does, its unit, its source
 * @param onlyWhen another setting that must hold for this key to have an effect, as
 *     {@code key=value} or {@code key=value1|value2}, where {@code rand*} stands for every word
 *     that starts so; the key stands beside this one, or, with a dot ({@code kernel.abi=v2}), in
 *     that part of the scenario; empty if this key always has an effect
 * @param parts the keys of a {@link KeyType#GROUP} or list of groups; else empty
 */
public record Key(
        String name,
        KeyType type,
        @Nullable String defaultText,
        boolean required,
        long min,
        long max,
        List<String> allowed,
        String text,
        String onlyWhen,
        List<Key> parts) {

    public Key {
        allowed = List.copyOf(allowed);
        parts = List.copyOf(parts);
    }

    /** A key that may be left out; {@code defaultText} null means: no effect unless given. */
    public static Key optional(
            String name, KeyType type, @Nullable String defaultText, String text) {
        return new Key(
                name, type, defaultText, false, 0, Long.MAX_VALUE, List.of(), text, "", List.of());
    }

    /** A key that must be given. */
    public static Key required(String name, KeyType type, String text) {
        return new Key(name, type, null, true, 0, Long.MAX_VALUE, List.of(), text, "", List.of());
    }

    /** A key whose value is one of {@code allowed}; the first word is the default. */
    public static Key word(String name, List<String> allowed, String text) {
        return new Key(
                name, KeyType.WORD, allowed.get(0), false, 0, 0, allowed, text, "", List.of());
    }

    /** Words out of {@code allowed}, none, one or several; no effect unless given. */
    public static Key words(String name, KeyType type, List<String> allowed, String text) {
        return new Key(name, type, null, false, 0, Long.MAX_VALUE, allowed, text, "", List.of());
    }

    /** A {@link KeyType#GROUP}, {@link KeyType#PRESET} or {@link KeyType#GROUPS} of keys. */
    public static Key group(String name, KeyType type, List<Key> parts, String text) {
        return new Key(name, type, null, false, 0, 0, List.of(), text, "", parts);
    }

    /** The same key with a range of values, in the base unit, both ends included. */
    public Key between(long least, long greatest) {
        return new Key(
                name, type, defaultText, required, least, greatest, allowed, text, onlyWhen, parts);
    }

    /**
     * The same key, with an effect only if another setting holds: {@code "cache_mode=writeback"}.
     */
    public Key when(String condition) {
        return new Key(
                name, type, defaultText, required, min, max, allowed, text, condition, parts);
    }

    /** The same key, with these words allowed besides the values of its type. */
    public Key orWords(List<String> words) {
        return new Key(name, type, defaultText, required, min, max, words, text, onlyWhen, parts);
    }

    /** The same key, which must be given and has no default. */
    public Key mustBeGiven() {
        return new Key(name, type, null, true, min, max, allowed, text, onlyWhen, parts);
    }

    /** The same key with another default; null means: no effect unless given. */
    public Key defaultingTo(@Nullable String newDefault) {
        return new Key(name, type, newDefault, false, min, max, allowed, text, onlyWhen, parts);
    }
}
