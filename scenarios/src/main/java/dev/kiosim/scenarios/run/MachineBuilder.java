package dev.kiosim.scenarios.run;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.Plug;
import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Measure;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.DeviceContext;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.devices.DeviceKinds;
import dev.kiosim.devices.fault.FaultKind;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.InvariantViolation;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.KernelConfig;
import dev.kiosim.kernel.Profile;
import dev.kiosim.kernel.SysletConfig;
import dev.kiosim.kernel.aio.Aio;
import dev.kiosim.kernel.aio.AioV1;
import dev.kiosim.kernel.aio.AioV2;
import dev.kiosim.kernel.aio.AioV2Config;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.kernel.vfs.DirectBufferRule;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.DeviceSpec;
import dev.kiosim.scenarios.FaultSpec;
import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.ProcessSpec;
import dev.kiosim.scenarios.ProcessSpec.ProgramSpec;
import dev.kiosim.scenarios.ProcessSpec.WorkloadSpec;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.ScenarioException;
import dev.kiosim.scenarios.vocabulary.TracingKeys;
import dev.kiosim.trace.TraceConfig;
import dev.kiosim.trace.TraceReader;
import dev.kiosim.trace.Tracer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the machine that a scenario describes: engine, devices from the bottom up, kernel. */
final class MachineBuilder {
    private final Scenario scenario;
    private final RunOptions options;
    private final Engine engine;
    private final Tracer tracer;
    private final Plug plug = new Plug();
    private final Map<String, BlockDevice> devices = new LinkedHashMap<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private final boolean asksForChecksums;
    private final boolean tracksData;
    private final boolean keepsMetadata;
    private final boolean mayFail;
    private final Map<String, DriveContent> contents = new LinkedHashMap<>();
    private final List<String> deviceNames = new ArrayList<>();

    MachineBuilder(Scenario scenario, RunOptions options) {
        this.scenario = scenario;
        engine = new Engine(options.seed().orElse(scenario.seed()), options.chooser());
        this.options = options;
        tracer = tracer();
        asksForChecksums = scenario.processes().stream().anyMatch(MachineBuilder::asksForChecksums);
        keepsMetadata = scenario.faults().stream().anyMatch(FaultSpec::isPowerCut);
        mayFail = scenario.hasFailingDevice();
        tracksData = asksForChecksums
                || keepsMetadata
                || mayFail
                || scenario.machine().flag("verify_data");
    }

    /** Drives find what a power cut has left of {@code left}, and time goes on from there. */
    MachineBuilder after(Machine left) {
        left.devices().forEach((name, device) -> {
            DriveContent content = device.content();
            if (content != null) {
                contents.put(name, content);
            }
        });
        engine.runUntil(left.engine().nowNanos());
        return this;
    }

    /**
     * Builds it.
     *
     * @throws ScenarioException with all mistakes that show only now
     */
    Machine build() {
        scenario.devices().forEach(this::buildDevice);
        KernelConfig config = kernelConfig();
        AioV2Config newAbi = newAbiConfig();
        if (!mistakes.isEmpty()) {
            throw new ScenarioException(mistakes);
        }
        Kernel kernel = new Kernel(engine, config, plug, tracer);
        if (keepsMetadata || mayFail) {
            kernel.trackPromises();
        } else if (tracksData) {
            kernel.trackData();
        }
        if (asksForChecksums) {
            kernel.trackChecksums();
        }
        Aio aio = new Aio(kernel);
        PlainSyscalls.addTo(kernel);
        AioV1 classic = AioV1.addTo(aio);
        if (scenario.kernel().has("ring_slots")) {
            classic.limitRingSlots((int) scenario.kernel().number("ring_slots"));
        }
        AioV2 abi = AioV2.addTo(aio, newAbi);
        Machine machine = new Machine(engine, devices, kernel, aio, abi, tracer, deviceNames);
        options.traceReader().begin(new MachineNames(machine));
        return machine;
    }

    /** On if anybody reads, or if the scenario has the buffers kept. */
    private Tracer tracer() {
        Settings tracing = scenario.tracing();
        TraceConfig.Mode mode = tracing.text("mode").equals(TracingKeys.FLIGHT_RECORDER)
                ? TraceConfig.Mode.FLIGHT_RECORDER
                : TraceConfig.Mode.STREAM;
        if (!TraceConfig.isBufferSize(tracing.number("buffer"))) {
            mistakes.add(scenario.section("tracing")
                    .mistake(new ConfigException(
                            "buffer",
                            Measure.SIZE.text(tracing.number("buffer")),
                            "a power of two from 4KiB to 1GiB")));
            return Tracer.NONE;
        }
        TraceReader reader = options.traceReader();
        if (mode == TraceConfig.Mode.STREAM && reader == TraceReader.NONE) {
            return Tracer.NONE;
        }
        TraceConfig config =
                new TraceConfig(mode, (int) tracing.number("buffer"), tracing.list("events"));
        return new Tracer(engine, TracingKeys.TABLE, config, reader);
    }

    /**
     * Whether any IO of a process has the attribute CHECKSUM: it needs to know what was written.
     */
    private static boolean asksForChecksums(ProcessSpec process) {
        if (process.work() instanceof WorkloadSpec workload) {
            return workload.settings().list("attributes").contains(Attribute.CHECKSUM.name());
        }
        return process.work() instanceof ProgramSpec program
                && program.steps().stream()
                        .filter(step -> step.settings().has("attributes"))
                        .flatMap(step -> step.settings().groups("attributes").stream())
                        .anyMatch(MachineBuilder::isChecksum);
    }

    private static boolean isChecksum(Settings attribute) {
        return attribute.isText("id")
                ? attribute.text("id").equals(Attribute.CHECKSUM.name())
                : attribute.number("id") == Attribute.CHECKSUM.id();
    }

    private void buildDevice(DeviceSpec spec) {
        DeviceKind kind = DeviceKinds.find(spec.kind());
        if (kind == null) {
            throw InvariantViolation.violated("the reader let device kind %s pass", spec.kind());
        }
        try {
            devices.put(
                    spec.name(),
                    kind.build(new Context(spec.name()), spec.name(), spec.settings()));
        } catch (ConfigException found) {
            mistakes.add(spec.section().mistake(found));
            return;
        }
        for (FaultSpec fault : scenario.faults()) {
            if (!fault.isPowerCut() && fault.device().equals(spec.name())) {
                layOver(fault);
            }
        }
    }

    /** Lays a fault over its device: from here on it goes by that device's name. */
    private void layOver(FaultSpec fault) {
        try {
            BlockDevice over = new FaultKind()
                    .build(new Context(fault.device()), fault.device(), fault.settings());
            devices.put(fault.device(), over);
        } catch (ConfigException found) {
            mistakes.add(fault.section().mistake(found));
        }
    }

    private KernelConfig kernelConfig() {
        Settings machine = scenario.machine();
        Settings kernel = scenario.kernel();
        int cpus = (int) machine.number("cpus");
        try {
            return new KernelConfig(
                    kernel.text("profile").equals("2013") ? Profile.Y2013 : Profile.MODERN,
                    kernel.has("possible_cpus") ? (int) kernel.number("possible_cpus") : cpus,
                    cpus,
                    Costs.of(machine.group("costs")),
                    kernel.number("aio_max_nr"),
                    Abis.knownAttributes(kernel),
                    (int) kernel.number("workers_max"),
                    kernel.number("worker_idle"),
                    kernel.number("timeslice"),
                    (int) Math.min(machine.number("memory") >> AddressSpace.PAGE_SHIFT, 1 << 26),
                    DirectBufferRule.LOGICAL_BLOCK,
                    syslets(kernel.group("syslets")));
        } catch (ConfigException found) {
            mistakes.add(scenario.top().mistake(found));
            return KernelConfig.of(Profile.MODERN, 1, CostTable.FREE);
        }
    }

    private static SysletConfig syslets(Settings settings) {
        SysletConfig.Pid pid = SysletConfig.Pid.NEW;
        for (SysletConfig.Pid one : SysletConfig.Pid.values()) {
            pid = one.word().equals(settings.text("pid")) ? one : pid;
        }
        return new SysletConfig(pid, (int) settings.number("tasks_max"), settings.number("idle"));
    }

    private AioV2Config newAbiConfig() {
        try {
            Settings kernel = scenario.kernel();
            return new AioV2Config(
                    (int) kernel.number("ring_bytes"),
                    (int) kernel.number("ring_start"),
                    Abis.find(kernel.text("abi")).variant(kernel));
        } catch (ConfigException found) {
            mistakes.add(scenario.top().mistake(found));
            return AioV2Config.usual();
        }
    }

    /** What the devices are built into. */
    private final class Context implements DeviceContext {
        private final String deviceName;

        Context(String deviceName) {
            this.deviceName = deviceName;
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
            BlockDevice device = devices.get(name);
            if (device == null) { // it has a mistake of its own, reported already
                throw new ConfigException("device", name, "a device that can be built");
            }
            return device;
        }

        @Override
        public int nextDeviceNumber() {
            deviceNames.add(deviceName);
            return (deviceNames.size() - 1) % Long.SIZE;
        }

        @Override
        public @Nullable DriveContent contentOf(String deviceName) {
            DriveContent left = contents.get(deviceName);
            if (left != null || !tracksData) {
                return left;
            }
            return keepsMetadata ? new DriveContent().keepRecords() : new DriveContent();
        }

        @Override
        public boolean tracksData() {
            return tracksData;
        }
    }
}
