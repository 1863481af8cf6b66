package dev.kiosim.scenarios.run;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DurabilityLedger;
import dev.kiosim.block.PowerCut;
import dev.kiosim.block.PowerCutCheck;
import dev.kiosim.engine.Engine;
import dev.kiosim.kernel.Cpu;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallTable;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.AioKiocb;
import dev.kiosim.kernel.vfs.VersionLedger;
import dev.kiosim.scenarios.Scenario;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run of a scenario: built by the constructor, carried on by {@link #advance} until it says
 * that it is over, then summed up by {@link #finish}.
 */
public final class ScenarioRun {
    /**
     * Without a task's step for so long, and without anything to end it, a run is stuck. Assumed:
     * one hour.
     */
    private static final long STUCK_NANOS = 3_600_000_000_000L;

    private final Scenario scenario;
    private final RunOptions options;
    private final PowerCuts powerCuts;
    private Machine machine;
    private Engine engine;
    private Kernel kernel;
    private long eventsBefore;
    private final TaskNames names = new TaskNames();
    private final Completion completion = new Completion(names);
    private final RunSummary summary = new RunSummary();
    private Processes processes;
    private final Expectations expectations;
    private final TextDigest taskDigest = new TextDigest();
    private final TextDigest abiDigest = new TextDigest();
    private final TextDigest contextDigest = new TextDigest();
    private final TextDigest opDigest = new TextDigest();
    private final TextDigest fileDigest = new TextDigest();

    /**
     * Builds the machine and starts the processes.
     *
     * @throws dev.kiosim.scenarios.ScenarioException with all mistakes that show only now
     */
    public ScenarioRun(Scenario scenario, RunOptions options) {
        this.scenario = scenario;
        this.options = options;
        machine = new MachineBuilder(scenario, options).build();
        engine = machine.engine();
        kernel = machine.kernel();
        expectations = new Expectations(scenario.expects());
        processes = new Processes(scenario, machine, names, options);
        machine.aio().onCompletion(this::completed);
        processes.start(1);
        powerCuts = new PowerCuts(scenario);
        powerCuts.arm(engine);
    }

    /** The machine, for pictures of its state. */
    public Machine machine() {
        return machine;
    }

    /** How many IOs have completed so far. */
    public long completions() {
        return summary.completions;
    }

    /** Fires up to {@code events} events; false if the run is over. */
    public boolean advance(int events) {
        for (int i = 0; i < events; i++) {
            if (powerCuts.isDue(eventsBefore + engine.eventsFired())) {
                powerFails();
            }
            if (kernel.liveUserTasks() == 0 && !powerCuts.isAnyLeft()) {
                return false;
            }
            if (!engine.step()) {
                if (!powerCuts.isAnyLeft()) {
                    throw stuck();
                }
                powerFails(); // it was to fail after more events than there are
            }
        }
        if (isStuck()) {
            throw stuck();
        }
        return true;
    }

    /**
     * All but what the drives hold is gone; a new machine starts over that, everything is read
     * back, and the processes of the next boot start.
     */
    private void powerFails() {
        Machine before = machine;
        processes.finish(summary);
        countCpuTime();
        countSyscalls();
        eventsBefore += engine.eventsFired();
        PowerCut how = powerCuts.take(engine);
        before.devices().values().forEach(device -> device.cutPower(how));
        machine = new MachineBuilder(scenario, options).after(before).build();
        engine = machine.engine();
        kernel = machine.kernel();
        machine.aio().onCompletion(this::completed);
        summary.powerCuts().countCut();
        before.kernel().ledgers().forEach((device, ledger) -> readBack(device, ledger));
        if (summary.powerCuts().notAllowed() > 0) {
            throw violated(
                    "a power cut took what was promised: %s",
                    summary.powerCuts().lost());
        }
        processes = new Processes(scenario, machine, names, options);
        processes.start(powerCuts.done() + 1);
        powerCuts.arm(engine);
    }

    private void readBack(BlockDevice before, VersionLedger ledger) {
        BlockDevice after = machine.device(before.name());
        VersionLedger next = kernel.ledgerOf(after);
        DurabilityLedger promises = ledger.promises();
        if (next == null || promises == null) {
            return;
        }
        PowerCutCheck check =
                new PowerCutCheck(engine, before, after, promises, summary.powerCuts());
        check.run();
        check.forEachFound((sector, stamp) -> next.restart(ledger, sector, stamp));
    }

    private boolean isStuck() {
        if (powerCuts.isAnyLeft()) {
            return false;
        }
        if (engine.nowNanos() - kernel.lastStepNanos() < STUCK_NANOS) {
            return false;
        }
        for (Task task : kernel.tasks()) {
            if (task.hasTimeout()) {
                return false;
            }
        }
        return true;
    }

    private StuckException stuck() {
        StringBuilder sleepers = new StringBuilder();
        for (Task task : kernel.tasks()) {
            if (task.state() == Task.State.BLOCKED && task.home().kind() == Process.Kind.USER) {
                sleepers.append(sleepers.isEmpty() ? "" : ", ").append(task.name());
                Syscall call = kernel.syscalls().find(task.operation().syscallNumber());
                sleepers.append(call == null ? "" : " in " + call.name());
            }
        }
        return new StuckException(
                "nothing will wake " + sleepers + ", at t=" + kernel.lastStepNanos() + " ns");
    }

    private void completed(AioKiocb request) {
        completion.of(request, ++summary.completions);
        if (request.res < 0) {
            summary.errors++;
        } else {
            summary.bytes += request.res;
        }
        summary.latencies().record(completion.latencyNanos());
        digest();
        expectations.see(completion);
        options.sink().accept(completion);
    }

    /** Every field of the stream goes in, in its order. */
    private void digest() {
        StreamDigest digest = summary.digest();
        digest.add(completion.timeNanos())
                .add(taskDigest.of(completion.task()))
                .add(abiDigest.of(completion.abi()))
                .add(contextDigest.of(completion.context()))
                .add(opDigest.of(completion.op()))
                .add(fileDigest.of(completion.file()))
                .add(completion.offset())
                .add(completion.length())
                .add(completion.data())
                .add(completion.res())
                .add(completion.latencyNanos())
                .add(completion.serviceNanos())
                .add(completion.cache().code());
        completion.addAttributes(digest);
        summary.countCacheState(completion.cache());
    }

    /** Sums the run up and checks what the scenario expects. */
    public RunSummary finish() {
        summary.seed = engine.seed();
        summary.endNanos = engine.nowNanos();
        summary.events = eventsBefore + engine.eventsFired();
        countCpuTime();
        countSyscalls();
        machine.devices().forEach((name, device) -> {
            Map<String, Long> counters = new LinkedHashMap<>();
            device.stats(counters::put);
            summary.devices().put(name, counters);
        });
        processes.finish(summary);
        expectations.check(summary);
        return summary;
    }

    private void countCpuTime() {
        for (Task task : kernel.tasks()) {
            summary.cpuNanos += task.cpuNanos();
        }
        for (int i = 0; i < kernel.config().onlineCpus(); i++) {
            Cpu cpu = kernel.cpu(i);
            summary.interruptNanos += cpu.interruptNanos();
        }
    }

    private void countSyscalls() {
        SyscallTable table = kernel.syscalls();
        for (int number = 0; number < table.length(); number++) {
            Syscall call = table.find(number);
            if (call != null && table.calls(number) > 0) {
                summary.addCalls(call.name(), table.calls(number), table.nanos(number));
            }
        }
    }

    /** The digest of a text that is mostly the same as the last one. */
    private static final class TextDigest {
        private String last = "";
        private long digest = StreamDigest.of("");

        long of(String text) {
            if (!text.equals(last)) {
                last = text;
                digest = StreamDigest.of(text);
            }
            return digest;
        }
    }

    /** The scenario of this run. */
    public Scenario scenario() {
        return scenario;
    }
}
