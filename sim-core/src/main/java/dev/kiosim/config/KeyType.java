package dev.kiosim.config;

/** How the value of a key is written, and what it becomes. */
public enum KeyType {
    /** Any text. Becomes a String. */
    TEXT,
    /** One of the key's {@link Key#allowed} words. Becomes a String. */
    WORD,
    /** A whole number without unit. Becomes a long. */
    INTEGER,
    /** A decimal number without unit, such as 1.1. Becomes a double; never used for time. */
    DECIMAL,
    /** {@code true} or {@code false}. Becomes a boolean. */
    BOOLEAN,
    /**
     * A size with unit: {@code 4KiB}, {@code 1GiB}, {@code 512B}; fio's {@code 4k} also. Becomes a
     * long of bytes.
     */
    SIZE,
    /**
     * A duration with unit: {@code 30s}, {@code 2ms}, {@code 75us}, {@code 10ns}. Becomes a long of
     * nanoseconds.
     */
    DURATION,
    /** A bandwidth: a size per second, {@code 270MB/s}. Becomes a long of bytes per second. */
    BANDWIDTH,
    /** The name of a device of the same scenario. Becomes a String. */
    DEVICE,
    /** The name of a file of the same scenario. Becomes a String. */
    FILE
}
