package dev.kiosim.scenarios.format;

import static dev.kiosim.config.Values.quoted;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Location;
import java.util.List;

/** What stands at a place of the file: a scalar, a map or a list. */
sealed interface Node {
    /** Where it begins. */
    Location at();

    /** How a message calls what was found. */
    String describe();

    /** How a scalar is written. */
    enum Form {
        /** Text, in quotes or not. */
        TEXT,
        /** A whole number. */
        INTEGER,
        /** A number with a fraction or exponent. */
        DECIMAL,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** Nothing, or {@code null}. */
        EMPTY
    }

    /**
     * A single value.
     *
     * @param text as it is written, without quotes
     */
    record Scalar(Location at, String text, Form form) implements Node {
        @Override
        public String describe() {
            return switch (form) {
                case TEXT -> quoted(text);
                case INTEGER, DECIMAL, BOOLEAN -> text;
                case EMPTY -> "empty";
            };
        }

        /** Whether nothing is written: no value, or empty quotes. */
        boolean isEmpty() {
            return form == Form.EMPTY || text.isEmpty();
        }
    }

    /** A map; no key twice. */
    record MapNode(Location at, List<Entry> entries) implements Node {
        public MapNode {
            entries = List.copyOf(entries);
        }

        @Override
        public String describe() {
            return "a map";
        }

        /** The entry of that key, or null. */
        @Nullable
        Entry find(String key) {
            for (Entry entry : entries) {
                if (entry.key.equals(key)) {
                    return entry;
                }
            }
            return null;
        }

        /** All keys, as written. */
        List<String> keys() {
            return entries.stream().map(Entry::key).toList();
        }
    }

    /** Something that has been reported as wrong, and is not to be reported again. */
    record Broken(Location at) implements Node {
        @Override
        public String describe() {
            return "unreadable";
        }
    }

    /** A key of a map, where it stands, and its value. */
    record Entry(String key, Location at, Node value) {}

    /** A list. */
    record ListNode(Location at, List<Node> items) implements Node {
        public ListNode {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }
}
