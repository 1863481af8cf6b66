package dev.kiosim.devices.bcache;

/** The switches of a cache set that sysfs can turn, as they stand now; names as there. */
final class SetSettings {
    /** An idle set writes back without limit of rate. */
    boolean idleMaxWritebackRate = true;
    /** Garbage is collected when all is clean. */
    boolean gcAfterWriteback;
    /** Kept for whoever reads it: nodes never leave memory. */
    boolean shrinkerDisabled;
}
