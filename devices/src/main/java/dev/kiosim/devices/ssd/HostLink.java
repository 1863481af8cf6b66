package dev.kiosim.devices.ssd;

import dev.kiosim.config.ConfigException;

/**
 * The way from the host to the flash: link and controller.
 *
 * @param bytesPerSecond rate of data on the link, packet headers counted in
 * @param readEntryNanos what else a read takes, any number of them at once: command and completion
 *     on the link, the controller's and the driver's work
 * @param writeEntryNanos the same of any other command
 * @param controllerNanos time for which the controller is busy with each command: bounds commands
 *     per second
 * @param queueDepth commands that the device takes at once
 */
public record HostLink(
        long bytesPerSecond,
        long readEntryNanos,
        long writeEntryNanos,
        long controllerNanos,
        int queueDepth) {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** Checks rate and depth. */
    public HostLink {
        if (bytesPerSecond < 1) {
            throw new ConfigException("link_rate", bytesPerSecond, "a rate, such as 275MB/s");
        }
        if (queueDepth < 1) {
            throw new ConfigException("queue_depth", queueDepth, "at least 1");
        }
    }

    /** How long {@code bytes} take over the link. */
    long linkNanos(long bytes) {
        return transferNanos(bytes, bytesPerSecond);
    }

    /** How long {@code bytes} take at a rate, rounded down. */
    static long transferNanos(long bytes, long bytesPerSecond) {
        return bytes * SECOND_NANOS / bytesPerSecond;
    }
}
