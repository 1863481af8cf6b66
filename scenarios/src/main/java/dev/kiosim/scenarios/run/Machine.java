package dev.kiosim.scenarios.run;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Engine;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.aio.Aio;
import dev.kiosim.kernel.aio.AioV2;
import dev.kiosim.trace.Tracer;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A machine ready to run: engine, devices by name, a kernel with its AIO, and no task yet.
 *
 * @param newAbi its new ABI, with what goes wrong for programs because of the kernel
 * @param tracer where the tracepoints of all its layers are recorded
 * @param deviceNames labels of the devices by the numbers that tracepoints name them by
 * @param devices in the order in which they were built: each after those it stands on
 */
public record Machine(
        Engine engine,
        Map<String, BlockDevice> devices,
        Kernel kernel,
        Aio aio,
        AioV2 newAbi,
        Tracer tracer,
        List<String> deviceNames) {
    public Machine {
        devices = Collections.unmodifiableMap(devices);
        deviceNames = List.copyOf(deviceNames);
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
