package dev.kiosim.devices.ssd;

import dev.kiosim.config.ConfigException;

/**
 * How long the flash takes.
 *
 * @param readNanos array read of a page (tR)
 * @param programNanos array program of a page (tPROG)
 * @param eraseNanos erase of a block (tBERS)
 * @param readCommandNanos command and address cycles before a read, data set-up after it
 * @param programCommandNanos command and address cycles of a program
 * @param channelBytesPerSecond rate of a channel
 */
public record FlashTiming(
        long readNanos,
        long programNanos,
        long eraseNanos,
        long readCommandNanos,
        long programCommandNanos,
        long channelBytesPerSecond) {
    /** Checks the rate. */
    public FlashTiming {
        if (channelBytesPerSecond < 1) {
            throw new ConfigException(
                    "channel_rate", channelBytesPerSecond, "a rate, such as 333MB/s");
        }
    }

    /** How long {@code bytes} take over a channel. */
    long channelNanos(long bytes) {
        return HostLink.transferNanos(bytes, channelBytesPerSecond);
    }
}
