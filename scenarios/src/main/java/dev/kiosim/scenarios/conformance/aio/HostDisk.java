package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Engine;

/**
 * The device under the recorded file system: its speed was not recorded, so every bio takes the
 * same time; only that it takes some matters.
 */
final class HostDisk implements BlockDevice {
    private static final long LATENCY_NANOS = 200_000;

    private final Engine engine;
    private final long sectorCount;
    private final int logicalBlockBytes;

    HostDisk(Engine engine, long sectorCount, int logicalBlockBytes) {
        this.engine = engine;
        this.sectorCount = sectorCount;
        this.logicalBlockBytes = logicalBlockBytes;
    }

    @Override
    public String name() {
        return "host disk";
    }

    @Override
    public long sectorCount() {
        return sectorCount;
    }

    @Override
    public int logicalBlockBytes() {
        return logicalBlockBytes;
    }

    @Override
    public void submit(Bio bio) {
        bio.dispatchedNanos = engine.nowNanos();
        bio.deviceNanos += LATENCY_NANOS;
        bio.endIn(engine, LATENCY_NANOS);
    }
}
