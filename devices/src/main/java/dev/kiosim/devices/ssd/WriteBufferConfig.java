package dev.kiosim.devices.ssd;

import dev.kiosim.config.ConfigException;

/**
 * The DRAM in front of the flash that acknowledges writes.
 *
 * @param bytes what it holds; 0: no buffer, a write is acknowledged when it is programmed
 * @param bytesPerSecond rate of its port
 * @param accessNanos opening a row, before the data of a command
 * @param readBackParts port time that read-back for the flash takes beside the host's writes, parts
 *     per million of the time of the write
 * @param powerLoss what becomes of its content when the power fails
 */
public record WriteBufferConfig(
        long bytes, long bytesPerSecond, long accessNanos, int readBackParts, PowerLoss powerLoss) {
    private static final int MILLION = 1_000_000;

    /** What becomes of the buffer's content when the power fails. */
    public enum PowerLoss {
        /** Capacitors carry it to the flash: what was acknowledged is durable, FLUSH is free. */
        PROTECTED,
        /** It is gone: FLUSH must drain it. */
        LOSES_CONTENT
    }

    /** Writes are acknowledged when they are programmed. */
    public static final WriteBufferConfig NONE =
            new WriteBufferConfig(0, 1, 0, 0, PowerLoss.PROTECTED);

    /** Checks size and rate. */
    public WriteBufferConfig {
        if (bytes < 0) {
            throw new ConfigException("write_buffer", bytes, "0 or more, such as 64MiB");
        }
        if (bytesPerSecond < 1) {
            throw new ConfigException("dram_rate", bytesPerSecond, "a rate, such as 200MB/s");
        }
    }

    /** Whether there is a buffer. */
    boolean isEnabled() {
        return bytes > 0;
    }

    /** Whether acknowledged writes can be lost. */
    boolean isVolatile() {
        return isEnabled() && powerLoss == PowerLoss.LOSES_CONTENT;
    }

    /** How long the port is busy with {@code count} bytes of one command. */
    long portNanos(long count) {
        return accessNanos + HostLink.transferNanos(count, bytesPerSecond);
    }

    /** How long the port is busy afterwards, reading back. */
    long readBackNanos(long count) {
        return HostLink.transferNanos(count, bytesPerSecond) * readBackParts / MILLION;
    }
}
