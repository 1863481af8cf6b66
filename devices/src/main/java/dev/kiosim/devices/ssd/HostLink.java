package dev.kiosim.devices.ssd;

import dev.kiosim.config.ConfigException;

/**
 * The way from the host to the flash: link and controller.
 *
 * @param bytesPerSecond rate of data on the link, packet headers counted in
 * @param readEntryNanos command and completion of a read on the link
 * @param writeEntryNanos command, data request and completion of a write on the link
 * @param controllerNanos time for which the controller is busy with each command: bounds commands
 *     per second
 * @param latencyNanos further time of each command in the controller, any number of commands at
 *     once
 * @param queueDepth commands that the device takes at once
 */
public record HostLink(
        long bytesPerSecond,
        long readEntryNanos,
        long writeEntryNanos,
        long controllerNanos,
        long latencyNanos,
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
