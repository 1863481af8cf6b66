package dev.kiosim.config;

/**
 * A setting that cannot be: the key, what was found and what is allowed. Whoever read the file adds
 * line and column.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String description;

    /**
     * A mistake under {@code key}.
     *
     * @param found the value that was given, as the user would recognise it
     * @param expected what is allowed, with an example: "a multiple of 512, such as 4KiB"
     */
    public ConfigException(String key, Object found, String expected) {
        this(key, found, expected, "");
    }

    /**
     * A mistake under {@code key}, with what was probably meant.
     *
     * @param suggestion the nearest valid value; empty if none is near
     */
    public ConfigException(String key, Object found, String expected, String suggestion) {
        this(key, key + " is " + found + "; expected " + expected + Nearest.question(suggestion));
    }

    private ConfigException(String key, String description) {
        super(description);
        this.key = key;
        this.description = description;
    }

    /** The key the mistake stands under. */
    public String key() {
        return key;
    }

    /** What is wrong, what is allowed, what was probably meant: the message. */
    public String description() {
        return description;
    }
}
