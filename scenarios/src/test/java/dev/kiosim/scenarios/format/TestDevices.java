package dev.kiosim.scenarios.format;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.DeviceContext;
import dev.kiosim.devices.DeviceKind;
import java.util.List;

/** Device models with a few keys each, so that these tests stand still while real models grow. */
public final class TestDevices {
    public static final List<DeviceKind> KINDS = List.of(
            kind(
                    "disk",
                    Key.word("preset", List.of("nearline7200", "cheetah9lp"), "The drive."),
                    Key.optional("rpm", KeyType.INTEGER, null, "Turns per minute.")
                            .between(60, 100_000),
                    Key.optional("size", KeyType.SIZE, "1GiB", "Its size.")
                            .between(4096, 1L << 50)),
            kind("null", Key.optional("latency", KeyType.DURATION, "0ns", "Of a bio.")),
            kind(
                    "ssd",
                    Key.optional("channels", KeyType.INTEGER, "10", "Channels.").between(1, 64),
                    Key.optional("read_latency", KeyType.DURATION, "75us", "Of one page."),
                    Key.optional("channel_rate", KeyType.BANDWIDTH, "166MB/s", "Of one channel."),
                    Key.optional("protected", KeyType.BOOLEAN, "false", "Against power loss.")),
            kind(
                    "bcache",
                    Key.required("cache", KeyType.DEVICE, "The fast device."),
                    Key.required("backing", KeyType.DEVICE, "The slow device."),
                    Key.word(
                            "cache_mode",
                            List.of("writethrough", "writeback", "writearound", "none"),
                            "What happens to writes."),
                    Key.optional("sequential_cutoff", KeyType.SIZE, "4MiB", "Bypass from here."),
                    Key.optional("writeback_percent", KeyType.INTEGER, "10", "Dirty at most.")
                            .between(0, 40)
                            .when("cache_mode=writeback")));

    private TestDevices() {}

    private static DeviceKind kind(String name, Key... keys) {
        return new DeviceKind() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String summary() {
                return "A " + name + " that is only read about.";
            }

            @Override
            public List<Key> keys() {
                return List.of(keys);
            }

            @Override
            public BlockDevice build(DeviceContext context, String deviceName, Settings settings) {
                throw new UnsupportedOperationException("only for reading");
            }
        };
    }
}
