package dev.kiosim.ring;

/** What a ring does with a record that does not fit. */
public enum WhenFull {
    /** The record is refused; the writer keeps it elsewhere. */
    REFUSE,
    /** The oldest records make room, and are counted as lost. */
    OVERWRITE_OLDEST
}
