package dev.kiosim.kernel;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioPool;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DurabilityLedger;
import dev.kiosim.block.Plug;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.PageCache;
import dev.kiosim.kernel.vfs.SectorGuards;
import dev.kiosim.kernel.vfs.VersionLedger;
import dev.kiosim.kernel.vfs.Vfs;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.trace.Tracer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * One kernel on one machine: what its tasks, syscalls and files share. Ends the engine's run when
 * the last user task has exited.
 */
public final class Kernel {
    private final Engine engine;
    private final KernelConfig config;
    private final Plug plug;
    private final Tracer tracer;
    private final TracedCode tracedCode = new TracedCode();
    private final CpuScheduler scheduler;
    private final SyscallTable syscalls = new SyscallTable();
    private final Softirq[] softirqs;
    private final WorkerPool workers;
    private final Syslets syslets;
    private final BioPool bios = new BioPool();
    private final PageCache pageCache;
    private final Vfs vfs;
    private final Map<BlockDevice, VersionLedger> ledgers = new LinkedHashMap<>();
    private final Map<BlockDevice, SectorGuards> guards = new LinkedHashMap<>();
    private boolean tracksData;
    private boolean tracksChecksums;
    private boolean tracksPromises;
    private final List<Task> tasks = new ArrayList<>();
    private Task[] tasksByTid = new Task[16];
    private final List<BatchEnd> batchEnds = new ArrayList<>();
    private final List<ProcessExit> processExits = new ArrayList<>();
    private final List<TaskExit> taskExits = new ArrayList<>();
    private @Nullable Cpu running;
    private boolean wakingEventfd;
    private int nextId = 1;
    private int liveUserTasks;
    private long lastStepNanos;

    /** Hears that the last task of a process is gone. */
    @FunctionalInterface
    public interface ProcessExit {
        /** Gives up what {@code process} still holds. */
        void processExited(Process process);
    }

    /** Hears that a task is about to be gone. */
    @FunctionalInterface
    public interface TaskExit {
        /** Gives up what {@code task} still holds. */
        void taskExited(Task task);
    }

    /** A kernel with no task; syscalls are added to {@link #syscalls}. */
    public Kernel(Engine engine, KernelConfig config, Plug plug, Tracer tracer) {
        this.engine = engine;
        this.config = config;
        this.plug = plug;
        this.tracer = tracer;
        tracer.runsIn(tracedCode);
        scheduler = new CpuScheduler(engine, config);
        softirqs = new Softirq[config.onlineCpus()];
        for (int i = 0; i < softirqs.length; i++) {
            softirqs[i] = new Softirq(this, scheduler.cpu(i));
        }
        workers = new WorkerPool(this);
        syslets = new Syslets(this, config.syslets());
        pageCache = new PageCache(this, config.pageCachePages());
        vfs = new Vfs(this);
    }

    /** The machine's engine. */
    public Engine engine() {
        return engine;
    }

    /** What it was built with. */
    public KernelConfig config() {
        return config;
    }

    /** CPU costs. */
    public CostTable costs() {
        return config.costs();
    }

    /** The plug of whoever submits at the moment. */
    public Plug plug() {
        return plug;
    }

    /** Where tracepoints are reported. */
    public Tracer tracer() {
        return tracer;
    }

    /** The syscall table. */
    public SyscallTable syscalls() {
        return syscalls;
    }

    /** Kernel threads for what would block. */
    public WorkerPool workers() {
        return workers;
    }

    /** Tasks that return to user space in the place of those that would block. */
    public Syslets syslets() {
        return syslets;
    }

    /** Pages of files in memory. */
    public PageCache pageCache() {
        return pageCache;
    }

    /** Files by path. */
    public Vfs vfs() {
        return vfs;
    }

    /** Bios for whoever submits IO from this kernel. */
    public BioPool bios() {
        return bios;
    }

    /**
     * From now on, every device that is written or read directly has a ledger that checks its data.
     */
    public void trackData() {
        tracksData = true;
    }

    /**
     * From now on, data are tracked, and direct writes leave the checksums of their sectors, so
     * that reads can tell them.
     */
    public void trackChecksums() {
        tracksData = true;
        tracksChecksums = true;
    }

    /** The checksums of the sectors of {@code device}; null if they are not tracked. */
    public @Nullable SectorGuards guardsOf(BlockDevice device) {
        return tracksChecksums ? guards.computeIfAbsent(device, any -> new SectorGuards()) : null;
    }

    /** The same, and the ledgers know what has been promised, so that the power may be cut. */
    public void trackPromises() {
        tracksData = true;
        tracksPromises = true;
    }

    /** The ledgers of all devices that were written or read directly. */
    public Map<BlockDevice, VersionLedger> ledgers() {
        return Collections.unmodifiableMap(ledgers);
    }

    /** The ledger of {@code device}, the same for all who ask; null if data are not tracked. */
    public @Nullable VersionLedger ledgerOf(BlockDevice device) {
        if (!tracksData) {
            return null;
        }
        return ledgers.computeIfAbsent(
                device,
                any -> new VersionLedger(
                        device, tracksPromises ? new DurabilityLedger(engine) : null));
    }

    /** The task with that id, exited or not, or null. */
    public @Nullable Task findTask(int tid) {
        return tid >= 0 && tid < tasksByTid.length ? tasksByTid[tid] : null;
    }

    /**
     * The task that {@code asker} means by {@code visibleTid}: in its own process the one that
     * carries that tid in the pid namespace, with a user context rather than without; else the one
     * that has it outside. Null if there is none, or it is a thread of the asker's own process that
     * goes by another tid there.
     */
    public @Nullable Task findTask(Task asker, int visibleTid) {
        Task found = null;
        if (config.syslets().pid() == SysletConfig.Pid.NAMESPACE) {
            found = syslets.findInNamespace(asker.home(), visibleTid);
        }
        if (found == null) {
            found = findTask(visibleTid);
        }
        boolean isHidden =
                found != null && found.home() == asker.home() && found.virtualTid() != visibleTid;
        return isHidden ? null : found;
    }

    /** Two tasks exchange their tids. */
    void exchangeTids(Task one, Task other) {
        int tid = one.tid();
        int virtualTid = one.virtualTid();
        one.identify(other.tid(), other.virtualTid());
        other.identify(tid, virtualTid);
        tasksByTid[one.tid()] = one;
        tasksByTid[other.tid()] = other;
    }

    /** All tasks ever started, kernel threads included, in that order. */
    public List<Task> tasks() {
        return Collections.unmodifiableList(tasks);
    }

    /** CPU {@code number}, 0 to online CPUs - 1. */
    public Cpu cpu(int number) {
        return scheduler.cpu(number);
    }

    /** The CPU whose code runs at this moment; CPU 0 if it is a device that does something. */
    public Cpu currentCpu() {
        return running == null ? scheduler.cpu(0) : running;
    }

    /** {@code bio} has ended; it is accounted to the task that has {@code tid} by then, if any. */
    public void accountIo(int tid, Bio bio) {
        Task task = findTask(tid);
        if (task != null) {
            task.ioAccount().add(bio);
        }
    }

    // Processes and tasks

    /** A process with nothing mapped and no file open. */
    public Process newProcess(String name) {
        return new Process(nextId++, name, Process.Kind.USER, new AddressSpace(), new FileTable());
    }

    /** A child of {@code parent}: private memory copied, shared memory and open files shared. */
    public Process fork(Process parent, String name) {
        AddressSpace memory = parent.memory().fork();
        return new Process(nextId++, name, parent.kind(), memory, parent.files().fork())
                .inherit(parent);
    }

    /** Starts a thread of {@code process} at this instant. */
    public Task startTask(Process process, String name, Program program) {
        return startTask(process, name, program, Task.ANY_CPU);
    }

    /** Starts a thread bound to a CPU (or {@link Task#ANY_CPU}). */
    public Task startTask(Process process, String name, Program program, int affinity) {
        Task task = new Task(this, process, nextId++, name, program);
        task.setAffinity(affinity);
        liveUserTasks++;
        return start(process, task);
    }

    /** A further thread of {@code process} that waits until it is given a place on a CPU. */
    Task startStandby(Process process, String name, Program program) {
        Task task = new Task(this, process, nextId++, name, program);
        liveUserTasks++;
        register(process, task);
        return task;
    }

    Process newKernelProcess(String name) {
        return new Process(
                nextId++, name, Process.Kind.KERNEL, new AddressSpace(), new FileTable());
    }

    Task startKernelTask(Process process, Program program) {
        return start(process, new Task(this, process, nextId++, process.name(), program));
    }

    private Task start(Process process, Task task) {
        register(process, task);
        scheduler.makeRunnable(task, running);
        return task;
    }

    private void register(Process process, Task task) {
        tasks.add(task);
        if (task.tid() >= tasksByTid.length) {
            tasksByTid = Arrays.copyOf(tasksByTid, task.tid() * 2);
        }
        tasksByTid[task.tid()] = task;
        process.taskStarted();
    }

    /** How many user tasks have not exited. */
    public int liveUserTasks() {
        return liveUserTasks;
    }

    /** When a task last took a step. */
    public long lastStepNanos() {
        return lastStepNanos;
    }

    void stepTaken() {
        lastStepNanos = engine.nowNanos();
    }

    void exited(Task task) {
        Process process = task.home();
        for (TaskExit exit : taskExits) {
            exit.taskExited(task);
        }
        if (process.taskEnded()) {
            for (ProcessExit exit : processExits) {
                exit.processExited(process);
            }
            process.files().closeAll();
        } else {
            syslets.taskExited(process);
        }
        if (process.kind() == Process.Kind.USER && --liveUserTasks == 0) {
            engine.stop();
        }
    }

    void makeRunnable(Task task) {
        scheduler.makeRunnable(task, running);
    }

    CpuScheduler scheduler() {
        return scheduler;
    }

    /** Told whose code runs, while tracepoints are on. */
    TracedCode tracedCode() {
        return tracedCode;
    }

    /**
     * Whether an eventfd wakes its waiters at this moment. Source: Linux task_struct.in_eventfd.
     */
    public boolean isWakingEventfd() {
        return wakingEventfd;
    }

    /** Says whether an eventfd wakes its waiters. */
    public void setWakingEventfd(boolean wakes) {
        wakingEventfd = wakes;
    }

    /** Which actor the completions on CPU {@code cpu} are, for the engine's chooser. */
    public static int interruptActor(int cpu) {
        return Softirq.FIRST_ACTOR + cpu;
    }

    /** Sends signal {@code number} to {@code process}: its oldest thread that does not block it. */
    public void signal(Process process, int number) {
        Task receiver = null;
        for (Task task : tasks) {
            boolean isLive = task.home() == process && task.state() != Task.State.EXITED;
            if (isLive && (receiver == null || receiver.signals().isBlocked(number))) {
                receiver = task;
            }
        }
        if (receiver != null) {
            receiver.signals().raise(number);
        }
    }

    // Interrupts and batches

    /** Code of {@code cpu} runs from now on; returns whose ran before, to be entered again. */
    @Nullable
    Cpu enter(@Nullable Cpu cpu) {
        Cpu before = running;
        running = cpu;
        return before;
    }

    /**
     * {@code kiocb} was finished by a device: its end is heard in the softirq of the CPU that
     * submitted it.
     */
    public void completeFromInterrupt(Kiocb kiocb) {
        softirqs[kiocb.cpu].raise(kiocb);
    }

    /** Kiocbs that devices have finished and no softirq has heard of. */
    public int completionsPending() {
        int pending = 0;
        for (Softirq softirq : softirqs) {
            pending += softirq.pendingCount();
        }
        return pending;
    }

    /** Tells, number by number, which completions are pending where. */
    public void state(LongConsumer to) {
        for (Softirq softirq : softirqs) {
            to.accept(softirq.pendingCount());
            softirq.state(to);
        }
    }

    /** Registers who is told after each batch of completions. */
    public void onBatchEnd(BatchEnd listener) {
        batchEnds.add(listener);
    }

    /** Registers who is told when a process is gone. */
    public void onProcessExit(ProcessExit listener) {
        processExits.add(listener);
    }

    /** Registers who is told when a task is gone. */
    public void onTaskExit(TaskExit listener) {
        taskExits.add(listener);
    }

    /** A batch of completions (or one that completed inside its syscall) is through. */
    public void batchEnded() {
        for (int i = 0; i < batchEnds.size(); i++) {
            batchEnds.get(i).batchEnded();
        }
    }
}
