package dev.kiosim.memory;

/** Whether a forked child sees later stores into a mapping. */
public enum Sharing {
    /** The child gets a copy: MAP_PRIVATE. */
    PRIVATE,
    /** Parent and child see the same bytes: MAP_SHARED. */
    SHARED
}
