package dev.kiosim.config;

import dev.kiosim.engine.InvariantViolation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values under a set of keys, typed and with defaults filled in; what has neither value nor
 * default is absent. Asking for a name or type that the key table does not have is an error of the
 * program, not of the user.
 */
public final class Settings {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Boolean> given = new LinkedHashMap<>();

    /**
     * The settings of someone who wrote nothing: the default of each key that has one.
     *
     * @throws ConfigException if a default in the table is not a value of its own key
     */
    public static Settings defaultsOf(List<Key> keys) {
        Settings settings = new Settings();
        settings.fillIn(keys);
        return settings;
    }

    /** Fills in the default of each key that has one and was not given. */
    public void fillIn(List<Key> keys) {
        for (Key key : keys) {
            String text = key.defaultText();
            if (!has(key.name()) && text != null) {
                put(key.name(), defaultOf(key, text), false);
            } else if (!has(key.name()) && isOneGroup(key)) {
                put(key.name(), defaultsOf(key.parts()), false);
            }
        }
    }

    private static boolean isOneGroup(Key key) {
        return (key.type() == KeyType.GROUP || key.type() == KeyType.PRESET) && !key.required();
    }

    private static Object defaultOf(Key key, String text) {
        if (!key.type().isList()) {
            return Values.read(key, text);
        }
        List<Object> list = new ArrayList<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(", ")) {
            list.add(Values.read(key, word));
        }
        return List.copyOf(list);
    }

    /**
     * Stores a value that the reader has converted.
     *
     * @param value a String, Long, Double, Boolean, Settings, or list of Strings or Settings, as
     *     {@link KeyType} says
     * @param wasGiven true if it was written, false if it is the default
     */
    public void put(String name, Object value, boolean wasGiven) {
        values.put(name, value);
        given.put(name, wasGiven);
    }

    /** Whether there is a value, given or default. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Whether the user wrote this key. */
    public boolean isGiven(String name) {
        return given.getOrDefault(name, false);
    }

    /** The names that have a value, given ones first. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** The value as the text of a message: numbers in base units. */
    public String describe(String name) {
        return String.valueOf(values.get(name));
    }

    /**
     * Whether the value is a text: always for TEXT and WORD; for others, one of the extra words.
     */
    public boolean isText(String name) {
        return values.get(name) instanceof String;
    }

    /** Whether the value is that of a GROUP or PRESET key. */
    public boolean isGroup(String name) {
        return values.get(name) instanceof Settings;
    }

    /**
     * The value of an INTEGER, SIZE (bytes), DURATION (nanoseconds), BANDWIDTH (bytes per second)
     * or BITS key.
     */
    public long number(String name) {
        return get(name, Long.class);
    }

    /** The value of a DECIMAL key. */
    public double decimal(String name) {
        return get(name, Double.class);
    }

    /**
     * The value of a TEXT, WORD, DEVICE, FILE, NAME or OPERAND key, or an extra word of another.
     */
    public String text(String name) {
        return get(name, String.class);
    }

    /** The value of a BOOLEAN key. */
    public boolean flag(String name) {
        return get(name, Boolean.class);
    }

    /** The value of a WORDS, FLAGS or OPERANDS key; empty if there is none. */
    public List<String> list(String name) {
        return elements(name, String.class);
    }

    /** The value of a GROUP or PRESET key. */
    public Settings group(String name) {
        return get(name, Settings.class);
    }

    /** The value of a GROUPS key; empty if there is none. */
    public List<Settings> groups(String name) {
        return elements(name, Settings.class);
    }

    private <T> List<T> elements(String name, Class<T> type) {
        if (!has(name)) {
            return List.of();
        }
        List<T> elements = new ArrayList<>();
        for (Object element : get(name, List.class)) {
            elements.add(type.cast(element));
        }
        return elements;
    }

    private <T> T get(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw InvariantViolation.violated(
                    "setting %s is %s, asked for as %s", name, value, type.getSimpleName());
        }
        return type.cast(value);
    }
}
