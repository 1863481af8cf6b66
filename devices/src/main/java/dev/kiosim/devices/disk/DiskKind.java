package dev.kiosim.devices.disk;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.config.Key;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.DeviceContext;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.devices.scheduler.Schedulers;
import dev.kiosim.trace.Tracepoint;
import java.util.List;
import java.util.stream.Stream;

/** {@code kind: disk}. */
public final class DiskKind implements DeviceKind {
    @Override
    public String name() {
        return "disk";
    }

    @Override
    public String summary() {
        return "a rotating disk: zones, seek curve, rotation, read-ahead, write cache";
    }

    @Override
    public List<Key> keys() {
        return Stream.concat(DiskKeys.ALL.stream(), Schedulers.keys("deadline").stream())
                .toList();
    }

    @Override
    public List<Tracepoint> tracepoints() {
        return List.of(DiskTracepoint.values());
    }

    @Override
    public BlockDevice build(DeviceContext context, String deviceName, Settings settings) {
        RotatingDisk disk = new RotatingDisk(
                DiskKeys.config(settings), context.engine(), context.contentOf(deviceName));
        return Schedulers.inFrontOf(disk, context, deviceName, settings);
    }
}
