package dev.kiosim.devices.nulldevice;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.DeviceContext;
import dev.kiosim.devices.DeviceKind;
import java.util.List;

/** {@code kind: null}. */
public final class NullKind implements DeviceKind {
    @Override
    public String name() {
        return "null";
    }

    @Override
    public String summary() {
        return "does nothing, in a fixed time, any number of bios at once";
    }

    @Override
    public List<Key> keys() {
        return List.of(
                Key.optional(
                                "size",
                                KeyType.SIZE,
                                "1TiB",
                                "Size of the device; rounded down to whole sectors.")
                        .between(Bio.SECTOR_BYTES, Long.MAX_VALUE),
                Key.optional(
                        "latency",
                        KeyType.DURATION,
                        "0ns",
                        "Time from a bio's submission to its end."));
    }

    @Override
    public BlockDevice build(DeviceContext context, String deviceName, Settings settings) {
        return new NullDevice(
                deviceName,
                settings.number("size") >> Bio.SECTOR_SHIFT,
                settings.number("latency"),
                context);
    }
}
