package dev.kiosim.scenarios.run;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DurabilityLedger;
import dev.kiosim.block.PowerCut;
import dev.kiosim.block.PowerCutCheck;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Cpu;
import dev.kiosim.kernel.IoAccount;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallTable;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.AioCounter;
import dev.kiosim.kernel.aio.AioKiocb;
import dev.kiosim.kernel.aio.Finding;
import dev.kiosim.kernel.vfs.VersionLedger;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.program.LessonProgram;
import dev.kiosim.scenarios.vocabulary.TracingKeys;
import dev.kiosim.trace.Tracepoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Findings that the summary tells in full; the others are counted. */
    private static final int FINDING_LINES_MAX = 8;

    private final Scenario scenario;
    private final RunOptions options;
    private final PowerCuts powerCuts;
    private Machine machine;
    private @Nullable Machine traceFinishedOf;
    private Engine engine;
    private Kernel kernel;
    private long eventsBefore;
    private final TaskNames names = new TaskNames();
    private final Completion completion = new Completion(names);
    private final RunSummary summary = new RunSummary();
    private Processes processes;
    private final Expectations expectations;
    private final boolean verifiesStructures;
    private String stuckBecause = "";
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
        expectations = new Expectations(scenario.expects(), scenario.kernel().text("abi"));
        processes = new Processes(scenario, machine, names, options);
        machine.aio().onCompletion(this::completed);
        verifiesStructures = scenario.machine().flag("verify_structures");
        processes.start(1);
        powerCuts = new PowerCuts(scenario);
        powerCuts.arm(engine);
    }

    /** The machine, for pictures of its state. */
    public Machine machine() {
        return machine;
    }

    /** The programs of explicit steps, threads included. */
    public List<LessonProgram> lessons() {
        return Collections.unmodifiableList(processes.lessons());
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
                countPanic();
                if (engine.haltReason() != null && powerCuts.isAnyLeft()) {
                    engine.runUntil(Math.max(engine.nowNanos(), powerCuts.dueNanos()));
                }
                if (!powerCuts.isAnyLeft()) {
                    return engine.haltReason() == null && endStuck();
                }
                powerFails(); // it was to fail after more events than there are
            }
            if (verifiesStructures) {
                machine.aio().checkInvariants();
            }
        }
        return !isStuck() || endStuck();
    }

    /** The kernel has stopped the machine: nothing happens until the power is cut. */
    private void countPanic() {
        String why = engine.haltReason();
        if (why != null) {
            summary.panics().add(why + ", at t=" + engine.nowNanos() + " ns");
        }
    }

    /** What the devices of this boot have lost and said. */
    private void countFailures() {
        new FailureLosses(summary.losses()).add(machine);
        if (scenario.hasFailingDevice()) {
            machine.devices()
                    .values()
                    .forEach(device -> summary.kernelLog().addAll(device.kernelLog()));
        }
    }

    /** Nothing can go on: a defect of the ABI that was noticed, or the fault of the programs. */
    private boolean endStuck() {
        String sleepers = sleepers();
        String when = ", at t=" + kernel.lastStepNanos() + " ns";
        for (Finding finding : machine.newAbi().findings().kept()) {
            if (finding.kind() == Finding.Kind.LIVELOCK
                    || finding.kind() == Finding.Kind.LOST_EVENT) {
                stuckBecause = finding.kind() + ": nothing will wake " + sleepers + when;
                return false;
            }
        }
        throw new StuckException("nothing will wake " + sleepers + when);
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
        countFindings();
        countFailures();
        finishTrace();
        eventsBefore += engine.eventsFired();
        PowerCut how = powerCuts.take(engine);
        before.devices().values().forEach(device -> device.cutPower(how));
        machine = new MachineBuilder(scenario, options).after(before).build();
        engine = machine.engine();
        kernel = machine.kernel();
        machine.aio().onCompletion(this::completed);
        summary.powerCuts().countCut();
        before.kernel().ledgers().forEach((device, ledger) -> readBack(device, ledger));
        if (summary.powerCuts().notAllowed() > 0 && !scenario.hasFailingDevice()) {
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

    private String sleepers() {
        StringBuilder sleepers = new StringBuilder();
        for (Task task : kernel.tasks()) {
            if (task.state() == Task.State.BLOCKED && task.home().kind() == Process.Kind.USER) {
                sleepers.append(sleepers.isEmpty() ? "" : ", ").append(task.name());
                Syscall call = kernel.syscalls().find(task.operation().syscallNumber());
                sleepers.append(call == null ? "" : " in " + call.name());
            }
        }
        return sleepers.toString();
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
        countFindings();
        countFailures();
        countKernel();
        finishTrace();
        processes.finish(summary);
        failOnDefects();
        expectations.check(summary);
        return summary;
    }

    /** Gives the records that are still in the buffers to whoever reads; once for a machine. */
    public void finishTrace() {
        if (traceFinishedOf == machine) {
            return;
        }
        traceFinishedOf = machine;
        machine.tracer().drain();
        Map<String, Long> hits = new LinkedHashMap<>();
        for (Tracepoint point : TracingKeys.TABLE.points()) {
            if (machine.tracer().hits(point) > 0) {
                hits.put(point.label(), machine.tracer().hits(point));
            }
        }
        summary.countTrace(new RunSummary.TraceCount(
                machine.tracer().isOn(),
                hits,
                machine.tracer().written(),
                machine.tracer().lost()));
    }

    private void countCpuTime() {
        for (Task task : kernel.tasks()) {
            summary.cpuNanos += task.cpuNanos();
            if (task.home().kind() == Process.Kind.USER) {
                summary.tasks().put(task.name(), account(task.ioAccount()));
            }
        }
        for (int i = 0; i < kernel.config().onlineCpus(); i++) {
            Cpu cpu = kernel.cpu(i);
            summary.interruptNanos += cpu.interruptNanos();
        }
    }

    private static Map<String, Long> account(IoAccount io) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("bios", io.bios());
        counters.put("read_bytes", io.readBytes());
        counters.put("write_bytes", io.writeBytes());
        return counters;
    }

    private void countKernel() {
        Map<String, Long> counters = summary.kernel();
        counters.put("workers_started", (long) kernel.workers().started());
        counters.put("workers_peak", (long) kernel.workers().workersPeak());
        counters.put("workers_left", (long) kernel.workers().workers());
        counters.put("syslets_started", kernel.syslets().started());
        counters.put("syslet_switches", kernel.syslets().switches());
        if (!stuckBecause.isEmpty()) {
            summary.findingLines().add("the run ends: " + stuckBecause);
        }
        for (AioCounter counter : AioCounter.values()) {
            summary.completionPath().put(counter.label(), machine.aio().counted(counter));
        }
    }

    /** In a boot; those before a power cut count as well. */
    private void countFindings() {
        for (Finding.Kind kind : Finding.Kind.values()) {
            summary.findings()
                    .merge(kind.name(), machine.newAbi().findings().count(kind), Long::sum);
        }
        machine.newAbi().findings().kept().stream()
                .limit(FINDING_LINES_MAX)
                .forEach(finding -> summary.findingLines().add(finding.toString()));
    }

    /** A defect of an ABI of which the scenario expects nothing makes the run fail. */
    private void failOnDefects() {
        if (!expectations.speakOfPanics()) {
            summary.failures().addAll(summary.panics());
        }
        for (Finding.Kind kind : Finding.Kind.values()) {
            long count = summary.findings().getOrDefault(kind.name(), 0L);
            if (kind.isDefect() && count > 0 && !expectations.speakOf(kind)) {
                summary.failures().add("findings " + kind + " is " + count + ", expected none");
            }
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
