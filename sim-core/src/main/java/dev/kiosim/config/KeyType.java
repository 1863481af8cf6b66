package dev.kiosim.config;

/** How the value of a key is written, and what it becomes. */
public enum KeyType {
    /** Any text. Becomes a String. */
    TEXT,
    /**
     * One of the key's {@link Key#allowed} words. A word listed as {@code zipf:THETA} takes a
     * decimal number after the colon: {@code zipf:1.1}. Becomes a String, as written.
     */
    WORD,
    /** A whole number without unit. Becomes a long. */
    INTEGER,
    /** A decimal number without unit, such as 1.1. Becomes a double; never used for time. */
    DECIMAL,
    /** {@code true} or {@code false}. Becomes a boolean. */
    BOOLEAN,
    /**
     * A size with unit: {@code 4KiB}, {@code 1GiB}, {@code 512B}, {@code 4k}. Becomes a long of
     * bytes.
     */
    SIZE,
    /**
     * A duration with unit: {@code 30s}, {@code 2ms}, {@code 75us}. Becomes a long of nanoseconds.
     */
    DURATION,
    /** A bandwidth: a size per second, {@code 270MB/s}. Becomes a long of bytes per second. */
    BANDWIDTH,
    /** The name of a device of the same scenario. Becomes a String. */
    DEVICE,
    /** The name of a file of the same scenario, or of a device, opened whole. Becomes a String. */
    FILE,
    /** A name that this step of a program gives to something, for later steps. Becomes a String. */
    NAME,
    /**
     * What a step of a program works on: a number, a name that an earlier step gave ({@code b},
     * {@code b+512}, {@code p.r}), or one of the {@link Key#allowed} words. Becomes a String.
     */
    OPERAND,
    /**
     * 64 bits: a whole number from -2^63 to 2^64-1, {@code 0x} and hexadecimal digits, or a size
     * with unit. Becomes a long; what is above 2^63-1 keeps its bits, so it reads as negative.
     */
    BITS,
    /** Words out of {@link Key#allowed}: a list, or one word alone. Becomes a list of Strings. */
    WORDS,
    /**
     * Flags: a list of {@link Key#allowed} words or numbers, or one alone. Becomes a list of
     * Strings.
     */
    FLAGS,
    /** Operands: a list of what OPERAND takes, or one alone. Becomes a list of Strings. */
    OPERANDS,
    /** A map with keys of its own, {@link Key#parts}. Becomes Settings. */
    GROUP,
    /**
     * A group that starts from a preset: the word of the first of its {@link Key#parts} alone, or a
     * map of the parts. Becomes Settings.
     */
    PRESET,
    /**
     * A list of groups, each a map of the {@link Key#parts}, or the value of the first part alone.
     * Becomes a list of Settings.
     */
    GROUPS;

    /** Whether the value is a list of scalars. */
    public boolean isList() {
        return this == WORDS || this == FLAGS || this == OPERANDS;
    }

    /** Whether the value has keys of its own, or is a list of such. */
    public boolean isGrouped() {
        return this == GROUP || this == PRESET || this == GROUPS;
    }
}
