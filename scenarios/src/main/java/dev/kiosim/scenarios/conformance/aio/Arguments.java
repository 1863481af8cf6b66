package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.conformance.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The arguments of a step: numbers also as text, and under any of several names. */
final class Arguments {
    private static final Map<String, Long> CONSTANTS = constants();

    private final Json.Obj args;
    private final Set<String> lookedAt = new LinkedHashSet<>();

    Arguments(Json.Obj args) {
        this.args = args;
    }

    private static Map<String, Long> constants() {
        Map<String, Long> table = new LinkedHashMap<>();
        table.put("LONG_MAX", Long.MAX_VALUE);
        table.put("LONG_MIN", Long.MIN_VALUE);
        table.put("INT_MAX", (long) Integer.MAX_VALUE);
        table.put("UINT_MAX", 0xffffffffL);
        table.put("ULONG_MAX", -1L);
        table.put("MINUS1", -1L);
        return table;
    }

    /** These keys are known too; whether they matter depends on others. */
    void mayHave(String... keys) {
        lookedAt.addAll(List.of(keys));
    }

    /** A key that nobody has looked at: the step asks for something unknown; or null. */
    @Nullable
    String unknownKey() {
        return args.fields().keySet().stream()
                .filter(key -> !lookedAt.contains(key))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Json find(String key) {
        lookedAt.add(key);
        return args.find(key);
    }

    boolean has(String key) {
        return find(key) != null;
    }

    /** Whether {@code key} holds a list. */
    boolean isList(String key) {
        return find(key) instanceof Json.Array;
    }

    /** The text of {@code key}; a number is its text. */
    String text(String key) {
        Json value = find(key);
        if (value == null) {
            throw new UnknownNameException("no argument " + key + " in " + args);
        }
        return value instanceof Json.Text text ? text.value() : value.toString();
    }

    String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    /** The number of {@code key}, 64 bits with or without sign. */
    long number(String key) {
        return numberOf(text(key));
    }

    long number(String key, long otherwise) {
        return has(key) ? number(key) : otherwise;
    }

    /** The number of the first of several names that is there; else of the first number at all. */
    long numberOfAny(String... names) {
        for (String name : names) {
            if (has(name)) {
                return number(name);
            }
        }
        for (Map.Entry<String, Json> field : args.fields().entrySet()) {
            if (field.getValue() instanceof Json.Whole whole) {
                lookedAt.add(field.getKey());
                return whole.value().longValue();
            }
        }
        throw new UnknownNameException("no number among " + args);
    }

    /** The words of a text that {@code separator} keeps apart, without blanks around them. */
    static List<String> words(String text, char separator) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, from)) {
            words.add(text.substring(from, end).strip());
            from = end + 1;
        }
        words.add(text.substring(from).strip());
        return words;
    }

    List<Json> list(String key) {
        lookedAt.add(key);
        return args.list(key);
    }

    /** Whether a text is a number. */
    static boolean isNumber(String text) {
        return CONSTANTS.containsKey(text) || text.matches("[-+]?(\\d+|0[xX][0-9a-fA-F]+)");
    }

    /** The number that a text writes, decimal or with {@code 0x}. */
    static long numberOf(String text) {
        Long constant = CONSTANTS.get(text);
        if (constant != null) {
            return constant;
        }
        if (!isNumber(text)) {
            throw new UnknownNameException('"' + text + "\" is no number");
        }
        boolean isHex = text.startsWith("0x") || text.startsWith("0X");
        return isHex
                ? new BigInteger(text.substring(2), 16).longValue()
                : new BigInteger(text).longValue();
    }
}
