package dev.kiosim.scenarios.reference;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Kind;
import dev.kiosim.config.Measure;
import dev.kiosim.config.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What JSON Schema can say of a key: type, words, pattern, range of bare numbers. */
final class KeySchema {
    private static final String DECIMAL = "[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?";
    private static final String WHOLE_OR_HEX = "[-+]?[0-9]+|0x[0-9a-fA-F]{1,16}";
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final BigInteger BITS_MIN = BigInteger.ONE.shiftLeft(63).negate();
    private static final BigInteger BITS_MAX =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private KeySchema() {}

    /** A map with these keys and no others. */
    static Map<String, Object> object(List<Key> keys) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties(keys));
        List<String> required =
                keys.stream().filter(Key::required).map(Key::name).toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    /** Each key with its description, default and values. */
    static Map<String, Object> properties(List<Key> keys) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Key key : keys) {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("description", key.text() + " Value: " + Values.expected(key) + ".");
            if (key.defaultText() != null) {
                schema.put("default", defaultOf(key, key.defaultText()));
            }
            schema.putAll(values(key));
            properties.put(key.name(), schema);
        }
        return properties;
    }

    /** What stands under a kind's name: a map of its keys or, where that is enough, the first. */
    static Map<String, Object> of(Kind kind) {
        Map<String, Object> map = object(kind.keys());
        if (!kind.oneOf().isEmpty()) {
            List<Object> branches = new ArrayList<>();
            for (String name : kind.oneOf()) {
                branches.add(Map.of("required", List.of(name)));
            }
            map.put("anyOf", branches);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", kind.text());
        Key first = kind.keys().get(0);
        boolean firstIsEnough = restIsOptional(kind.keys())
                && (kind.oneOf().isEmpty() || kind.oneOf().contains(first.name()));
        schema.putAll(firstIsEnough ? anyOf(map, values(first)) : map);
        return schema;
    }

    private static boolean restIsOptional(List<Key> keys) {
        return keys.stream().skip(1).noneMatch(Key::required);
    }

    private static Map<String, Object> groupOrFirst(List<Key> parts) {
        return restIsOptional(parts) ? anyOf(object(parts), values(parts.get(0))) : object(parts);
    }

    /** The values that a key can have. */
    static Map<String, Object> values(Key key) {
        return switch (key.type()) {
            case GROUP -> object(key.parts());
            case PRESET -> anyOf(values(key.parts().get(0)), object(key.parts()));
            case GROUPS -> list(groupOrFirst(key.parts()));
            case WORDS, FLAGS, OPERANDS -> anyOf(scalar(key), list(scalar(key)));
            default -> scalar(key);
        };
    }

    private static Map<String, Object> scalar(Key key) {
        if (key.type() == KeyType.WORD || key.type() == KeyType.WORDS) {
            return words(key.allowed());
        }
        Map<String, Object> own = ownValues(key);
        return key.allowed().isEmpty() ? own : anyOf(own, words(key.allowed()));
    }

    private static Map<String, Object> ownValues(Key key) {
        return switch (key.type()) {
            case TEXT -> nonEmptyText();
            case INTEGER -> number("integer", key);
            case DECIMAL -> number("number", key);
            case BOOLEAN -> Map.of("type", "boolean");
            case SIZE -> measure(Measure.SIZE, key);
            case DURATION -> measure(Measure.DURATION, key);
            case BANDWIDTH -> measure(Measure.BANDWIDTH, key);
            case NAME -> text(Values.NAME.pattern());
            case OPERAND, OPERANDS -> anyOf(integer(), text(Values.OPERAND.pattern()));
            case BITS -> anyOf(bits(), text(WHOLE_OR_HEX + "|" + withUnit(Measure.SIZE)));
            case FLAGS -> anyOf(integer(), text(WHOLE_OR_HEX));
            default -> Map.of("type", "string");
        };
    }

    /** A number or boolean may stand for text, as YAML writes it. */
    private static Map<String, Object> nonEmptyText() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", List.of("string", "number", "boolean"));
        schema.put("minLength", 1);
        return schema;
    }

    private static Map<String, Object> number(String type, Key key) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        schema.put("minimum", key.min());
        schema.put("maximum", key.max());
        return schema;
    }

    private static Map<String, Object> integer() {
        return Map.of("type", "integer");
    }

    private static Map<String, Object> bits() {
        Map<String, Object> schema = new LinkedHashMap<>(integer());
        schema.put("minimum", BITS_MIN);
        schema.put("maximum", BITS_MAX);
        return schema;
    }

    private static Map<String, Object> measure(Measure measure, Key key) {
        Map<String, Object> withUnit = text((key.min() < 0 ? "-?" : "") + withUnit(measure));
        return key.min() > 0 ? withUnit : anyOf(Map.of("const", 0), withUnit);
    }

    private static String withUnit(Measure measure) {
        return "[0-9]+(\\.[0-9]+)?(" + String.join("|", measure.names()) + ")";
    }

    private static Map<String, Object> text(String pattern) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("pattern", "^(" + pattern + ")$");
        return schema;
    }

    /** Words as text; also as a number or null where they look like one, as YAML takes them. */
    static Map<String, Object> words(List<String> words) {
        List<Object> plain = new ArrayList<>();
        List<Object> branches = new ArrayList<>();
        for (String word : words) {
            int colon = word.indexOf(':');
            if (colon >= 0) {
                branches.add(text(word.substring(0, colon + 1) + DECIMAL));
            } else {
                plain.add(word);
            }
            if (WHOLE.matcher(word).matches()) {
                plain.add(new BigInteger(word));
            } else if (word.equals("null")) {
                plain.add(null);
            }
        }
        Map<String, Object> schema = Map.of("enum", plain);
        branches.add(0, schema);
        return branches.size() == 1 ? schema : Map.of("anyOf", branches);
    }

    private static Map<String, Object> list(Map<String, Object> items) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", items);
        return schema;
    }

    static Map<String, Object> anyOf(Map<String, Object> one, Map<String, Object> other) {
        return Map.of("anyOf", List.of(one, other));
    }

    private static Object defaultOf(Key key, String text) {
        return switch (key.type()) {
            case INTEGER, BITS -> WHOLE.matcher(text).matches() ? new BigInteger(text) : text;
            case BOOLEAN -> Boolean.valueOf(text);
            default -> text;
        };
    }
}
