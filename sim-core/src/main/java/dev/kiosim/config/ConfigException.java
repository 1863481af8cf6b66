package dev.kiosim.config;

/**
 * A setting that cannot be: the key, what was found and what is allowed. Whoever read the file adds
 * line and column.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;

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
        super(key + " is " + found + "; expected " + expected + Nearest.question(suggestion));
        this.key = key;
    }

    /** The key the mistake stands under. */
    public String key() {
        return key;
    }
}
