package dev.kiosim.devices.ssd;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.config.Key;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.DeviceContext;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.devices.scheduler.Schedulers;
import dev.kiosim.trace.Tracepoint;
import java.util.List;
import java.util.stream.Stream;

/** {@code kind: ssd}. */
public final class SsdKind implements DeviceKind {
    @Override
    public String name() {
        return "ssd";
    }

    @Override
    public String summary() {
        return "a solid-state drive: channels, chips, page map, garbage collection, write buffer";
    }

    @Override
    public List<Key> keys() {
        return Stream.concat(SsdKeys.ALL.stream(), Schedulers.keys("noop").stream())
                .toList();
    }

    @Override
    public List<Tracepoint> tracepoints() {
        return List.of(SsdTracepoint.values());
    }

    @Override
    public BlockDevice build(DeviceContext context, String deviceName, Settings settings) {
        SolidStateDrive drive = new SolidStateDrive(
                SsdKeys.config(settings), context.engine(), context.contentOf(deviceName));
        return Schedulers.inFrontOf(drive, context, deviceName, settings);
    }
}
