package dev.kiosim.devices;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.config.Key;
import dev.kiosim.config.Settings;
import dev.kiosim.trace.Tracepoint;
import java.util.List;

/** A kind of device that a scenario can name as {@code kind:}. */
public interface DeviceKind {
    /** The word in the scenario: {@code disk}, {@code ssd}, {@code bcache}. */
    String name();

    /** One line for the reference page. */
    String summary();

    /** What can be set on it. */
    List<Key> keys();

    /** Tracepoints of its own, besides those of the block layer. */
    default List<Tracepoint> tracepoints() {
        return List.of();
    }

    /**
     * Builds a device named {@code deviceName}.
     *
     * @throws dev.kiosim.config.ConfigException if settings contradict each other
     */
    BlockDevice build(DeviceContext context, String deviceName, Settings settings);
}
