package dev.kiosim.devices;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.Plug;
import dev.kiosim.engine.Engine;
import dev.kiosim.trace.Tracer;

/** The context of devices that are built by hand, without a scenario: an engine, and no tracer. */
public final class BareContext implements DeviceContext {
    private final Engine engine;
    private final boolean tracksData;
    private int devices;

    /** Devices run on {@code engine}; they store version stamps if {@code tracksData}. */
    public BareContext(Engine engine, boolean tracksData) {
        this.engine = engine;
        this.tracksData = tracksData;
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public Plug plug() {
        return new Plug();
    }

    @Override
    public Tracer tracer() {
        return Tracer.NONE;
    }

    /** Devices are handed over by whoever builds, not looked up. */
    @Override
    public BlockDevice device(String name) {
        throw new IllegalArgumentException("no device can be looked up here: " + name);
    }

    @Override
    public int nextDeviceNumber() {
        return devices++;
    }

    @Override
    public boolean tracksData() {
        return tracksData;
    }
}
