package dev.kiosim.devices;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.config.Key;
import dev.kiosim.config.Settings;
import java.util.List;

/** A kind of device that a scenario can name as {@code kind:}. */
public interface DeviceKind {
    /** The word in the scenario: {@code disk}, {@code ssd}, {@code bcache}. */
    String name();

    /** One line for the reference page. */
    String summary();

    /** What can be set on it. */
    List<Key> keys();

    /**
     * Builds a device named {@code deviceName}.
     *
     * @throws dev.kiosim.config.ConfigException if settings contradict each other
     */
    BlockDevice build(DeviceContext context, String deviceName, Settings settings);
}
