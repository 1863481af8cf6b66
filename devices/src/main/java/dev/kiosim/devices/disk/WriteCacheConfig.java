package dev.kiosim.devices.disk;

/**
 * The write buffer of a disk.
 *
 * @param sectors what it holds, 512-byte sectors; 0 means write-through
 */
public record WriteCacheConfig(int sectors) {
    /** Every write goes to the medium before it is acknowledged. */
    public static final WriteCacheConfig WRITE_THROUGH = new WriteCacheConfig(0);

    /** Whether writes are acknowledged before they are durable. */
    public boolean isEnabled() {
        return sectors > 0;
    }
}
