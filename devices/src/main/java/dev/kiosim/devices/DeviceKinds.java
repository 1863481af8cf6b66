package dev.kiosim.devices;

import dev.kiosim.devices.bcache.BcacheKind;
import dev.kiosim.devices.disk.DiskKind;
import dev.kiosim.devices.fault.FaultKind;
import dev.kiosim.devices.nulldevice.NullKind;
import dev.kiosim.devices.ssd.SsdKind;
import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.TraceTable;
import dev.kiosim.trace.Tracepoint;
import java.util.ArrayList;
import java.util.List;

/** The registry of device models: one row each. */
public final class DeviceKinds {
    private static final List<DeviceKind> ALL = List.of(
            new DiskKind(), new SsdKind(), new BcacheKind(), new NullKind(), new FaultKind());

    private DeviceKinds() {}

    /** All kinds, in the order in which the reference lists them. */
    public static List<DeviceKind> all() {
        return ALL;
    }

    /** The tracepoints of the kernel and of all kinds, layer by layer. */
    public static TraceTable tracepoints() {
        List<Tracepoint> points = new ArrayList<>(List.of(KernelTracepoint.values()));
        ALL.forEach(kind -> points.addAll(kind.tracepoints()));
        return new TraceTable(points);
    }

    /** The kind of that name, or null. */
    public static @Nullable DeviceKind find(String name) {
        for (DeviceKind kind : ALL) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return null;
    }
}
