package dev.kiosim.devices;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.Plug;
import dev.kiosim.block.QueueLimits;
import dev.kiosim.config.Key;
import dev.kiosim.config.Settings;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.Tracer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A machine of devices only: an engine, a plug, and devices built from settings as a scenario would
 * write them.
 */
public final class TestMachine implements DeviceContext {
    private final Engine engine;
    private final Plug plug = new Plug();
    private final Map<String, BlockDevice> devices = new LinkedHashMap<>();
    private final boolean tracksData;
    private Tracer tracer = Tracer.NONE;
    private int deviceCount;

    private final @Nullable Map<String, DriveContent> contents;

    private TestMachine(boolean tracksData) {
        this(tracksData, 1, null);
    }

    private TestMachine(
            boolean tracksData, long seed, @Nullable Map<String, DriveContent> contents) {
        this.tracksData = tracksData;
        this.contents = contents;
        engine = new Engine(seed);
    }

    /** A machine that keeps no version stamps. */
    public static TestMachine withoutData() {
        return new TestMachine(false);
    }

    /** A machine that keeps version stamps. */
    public static TestMachine trackingData() {
        return new TestMachine(true);
    }

    /**
     * A machine whose drives find what is in {@code contents}, by name, and whose clock stands at
     * {@code nowNanos}; drives that are not in there are new and keep metadata too.
     */
    public static TestMachine started(
            long seed, long nowNanos, Map<String, DriveContent> contents) {
        TestMachine machine = new TestMachine(true, seed, contents);
        machine.engine.runUntil(nowNanos);
        return machine;
    }

    @Override
    public @Nullable DriveContent contentOf(String deviceName) {
        if (!tracksData) {
            return null;
        }
        return contents == null
                ? new DriveContent()
                : contents.computeIfAbsent(deviceName, any -> new DriveContent().keepRecords());
    }

    /** Listens to the tracepoints of devices built from now on. */
    public TestMachine tracedBy(Tracer listener) {
        tracer = listener;
        return this;
    }

    /** Builds a device from lines such as {@code "preset: nearline7200"}. */
    public BlockDevice build(String kind, String... lines) {
        return build(kind, settings(kind, lines));
    }

    /** Builds a device from settings, which may serve for several. */
    public BlockDevice build(String kind, Settings settings) {
        String name = kind + devices.size();
        BlockDevice device = DeviceKinds.find(kind).build(this, name, settings);
        devices.put(name, device);
        return device;
    }

    /** The settings that these lines make, with the defaults of the kind. */
    public static Settings settings(String ofKind, String... lines) {
        DeviceKind kind = DeviceKinds.find(ofKind);
        Settings settings = new Settings();
        for (Key key : kind.keys()) {
            if (key.defaultText() != null) {
                settings.put(key.name(), TestValues.of(key, key.defaultText()), false);
            }
        }
        for (String line : lines) {
            String[] parts = line.split(":\\s*", 2);
            Key key = kind.keys().stream()
                    .filter(candidate -> candidate.name().equals(parts[0]))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no key " + parts[0]));
            settings.put(key.name(), TestValues.of(key, parts[1]), true);
        }
        return settings;
    }

    /** Submits a new bio now. */
    public Bio submit(BlockDevice to, Bio.Op op, int flags, long sector, int sectors, BioEnd end) {
        Bio bio = new Bio().prepare(op, flags, sector, sectors, end);
        bio.submitTo(to, engine.nowNanos());
        return bio;
    }

    /** Runs one bio to its end, alone; returns nanoseconds from submission to end. */
    public long run(BlockDevice on, Bio.Op op, int flags, long sector, int sectors) {
        long begin = engine.nowNanos();
        long[] end = {-1};
        submit(on, op, flags, sector, sectors, bio -> {
            end[0] = engine.nowNanos();
            bio.settle(engine.nowNanos());
        });
        while (end[0] < 0) {
            if (!engine.step()) {
                throw new AssertionError("the bio never ended");
            }
        }
        return end[0] - begin;
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public Plug plug() {
        return plug;
    }

    @Override
    public Tracer tracer() {
        return tracer;
    }

    @Override
    public BlockDevice device(String name) {
        return devices.get(name);
    }

    @Override
    public int nextDeviceNumber() {
        return deviceCount++;
    }

    @Override
    public boolean tracksData() {
        return tracksData;
    }

    @Override
    public QueueLimits queueLimits() {
        return QueueLimits.MODERN;
    }
}
