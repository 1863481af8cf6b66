package dev.kiosim.devices;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.Plug;
import dev.kiosim.block.QueueLimits;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.Tracer;

/**
 * What a device is built into: the machine's engine, plug and tracer, and the devices built before
 * it.
 */
public interface DeviceContext {
    /** The machine's engine. */
    Engine engine();

    /** The plug of whoever submits at the moment. */
    Plug plug();

    /** Who listens to the tracepoints. */
    Tracer tracer();

    /** The device of that name, which the reader has checked to exist and to be built already. */
    BlockDevice device(String name);

    /** A number for a new device, 0 to 63: its bit in {@link dev.kiosim.block.Bio#deviceBits}. */
    int nextDeviceNumber();

    /** Whether this run tracks version stamps, so that devices must store them. */
    boolean tracksData();

    /**
     * What is on the drive that is being built: nothing, or what a power cut has left; null if this
     * run does not track data.
     */
    default @Nullable DriveContent contentOf(String deviceName) {
        return tracksData() ? new DriveContent() : null;
    }

    /**
     * Limits of request queues under the machine's kernel profile, where a scenario sets no others.
     */
    default QueueLimits queueLimits() {
        return QueueLimits.MODERN;
    }
}
