package dev.kiosim.scenarios.run;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Engine;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.aio.Aio;
import dev.kiosim.kernel.aio.AioV2;
import java.util.Collections;
import java.util.Map;

/**
 * A machine ready to run: engine, devices by name, a kernel with its AIO, and no task yet.
 *
 * @param devices in the order in which they were built: each after those it stands on
 */
public record Machine(
        Engine engine, Map<String, BlockDevice> devices, Kernel kernel, Aio aio, AioV2 newAbi) {
    public Machine {
        devices = Collections.unmodifiableMap(devices);
    }

    /** The device of that name. */
    public BlockDevice device(String name) {
        BlockDevice device = devices.get(name);
        if (device == null) {
            throw new IllegalArgumentException("no device " + name);
        }
        return device;
    }
}
