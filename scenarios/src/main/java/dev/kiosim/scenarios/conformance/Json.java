package dev.kiosim.scenarios.conformance;

import dev.kiosim.engine.Nullable;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A JSON value; whole numbers of any size. Prints as it would be written. */
public sealed interface Json {
    /** Text. */
    record Text(String value) implements Json {
        @Override
        public String toString() {
            return '"' + value + '"';
        }
    }

    /** A whole number. */
    record Whole(BigInteger value) implements Json {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** {@code true}, {@code false}, {@code null} or a number with a fraction, as written. */
    record Word(String value) implements Json {
        @Override
        public String toString() {
            return value;
        }
    }

    /** A list. */
    record Array(List<Json> items) implements Json {
        public Array {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return items.stream().map(Json::toString).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /** A map, in the order of the file. */
    record Obj(Map<String, Json> fields) implements Json {
        /** An empty map, to be filled. */
        public Obj() {
            this(new LinkedHashMap<>());
        }

        /** The value of that key, or null. */
        public @Nullable Json find(String key) {
            return fields.get(key);
        }

        /** The text of that key, or {@code otherwise}. */
        public String text(String key, String otherwise) {
            return fields.get(key) instanceof Text text ? text.value() : otherwise;
        }

        /** The number of that key, or {@code otherwise}. */
        public long number(String key, long otherwise) {
            return fields.get(key) instanceof Whole whole ? whole.value().longValue() : otherwise;
        }

        /** The list of that key, empty if there is none. */
        public List<Json> list(String key) {
            return fields.get(key) instanceof Array array ? array.items() : List.of();
        }

        /** The map of that key, empty if there is none. */
        public Obj object(String key) {
            return fields.get(key) instanceof Obj object ? object : new Obj();
        }

        /** Sets a key. */
        public Obj put(String key, Json value) {
            fields.put(key, value);
            return this;
        }

        @Override
        public String toString() {
            return fields.entrySet().stream()
                    .map(field -> '"' + field.getKey() + "\": " + field.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /** A signed number. */
    static Json of(long value) {
        return new Whole(BigInteger.valueOf(value));
    }

    /** A number of 64 bits without sign. */
    static Json ofUnsigned(long value) {
        return new Whole(new BigInteger(Long.toUnsignedString(value)));
    }

    /** Text. */
    static Json of(String value) {
        return new Text(value);
    }
}
