package dev.kiosim.scenarios.run;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.Plug;
import dev.kiosim.config.ConfigException;
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
import dev.kiosim.kernel.aio.Aio;
import dev.kiosim.kernel.aio.AioV1;
import dev.kiosim.kernel.aio.AioV2;
import dev.kiosim.kernel.aio.AioV2Config;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.kernel.vfs.DirectBufferRule;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.DeviceSpec;
import dev.kiosim.scenarios.FaultSpec;
import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.ScenarioException;
import dev.kiosim.trace.Tracer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the machine that a scenario describes: engine, devices from the bottom up, kernel. */
final class MachineBuilder {
    private final Scenario scenario;
    private final Engine engine;
    private final Tracer tracer;
    private final Plug plug = new Plug();
    private final Map<String, BlockDevice> devices = new LinkedHashMap<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private final boolean tracksData;
    private final boolean keepsMetadata;
    private final Map<String, DriveContent> contents = new LinkedHashMap<>();
    private int deviceNumbers;

    MachineBuilder(Scenario scenario, RunOptions options) {
        this.scenario = scenario;
        engine = new Engine(options.seed().orElse(scenario.seed()));
        tracer = options.tracer();
        keepsMetadata = scenario.faults().stream().anyMatch(FaultSpec::isPowerCut);
        tracksData = keepsMetadata || scenario.machine().flag("verify_data");
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
        if (keepsMetadata) {
            kernel.trackPromises();
        } else if (tracksData) {
            kernel.trackData();
        }
        Aio aio = new Aio(kernel);
        PlainSyscalls.addTo(kernel);
        AioV1.addTo(aio);
        AioV2.addTo(aio, newAbi);
        return new Machine(engine, devices, kernel, aio);
    }

    private void buildDevice(DeviceSpec spec) {
        DeviceKind kind = DeviceKinds.find(spec.kind());
        if (kind == null) {
            throw InvariantViolation.violated("the reader let device kind %s pass", spec.kind());
        }
        try {
            devices.put(spec.name(), kind.build(new Context(), spec.name(), spec.settings()));
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
            BlockDevice over =
                    new FaultKind().build(new Context(), fault.device(), fault.settings());
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
                    DirectBufferRule.LOGICAL_BLOCK);
        } catch (ConfigException found) {
            mistakes.add(scenario.top().mistake(found));
            return KernelConfig.of(Profile.MODERN, 1, CostTable.FREE);
        }
    }

    private AioV2Config newAbiConfig() {
        try {
            return new AioV2Config((int) scenario.kernel().number("ring_bytes"), (int)
                    scenario.kernel().number("ring_start"));
        } catch (ConfigException found) {
            mistakes.add(scenario.top().mistake(found));
            return AioV2Config.usual();
        }
    }

    /** What the devices are built into. */
    private final class Context implements DeviceContext {
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
            return deviceNumbers++ % Long.SIZE;
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
