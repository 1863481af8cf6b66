package dev.kiosim.config;

import dev.kiosim.engine.InvariantViolation;
import java.util.LinkedHashMap;
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
     * Stores a value that the reader has converted.
     *
     * @param value a String, Long, Double or Boolean, as {@link KeyType} says
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

    /**
     * The value of an INTEGER, SIZE (bytes), DURATION (nanoseconds) or BANDWIDTH (bytes per second)
     * key.
     */
    public long number(String name) {
        return get(name, Long.class);
    }

    /** The value of a DECIMAL key. */
    public double decimal(String name) {
        return get(name, Double.class);
    }

    /** The value of a TEXT, WORD, DEVICE or FILE key. */
    public String text(String name) {
        return get(name, String.class);
    }

    /** The value of a BOOLEAN key. */
    public boolean flag(String name) {
        return get(name, Boolean.class);
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
