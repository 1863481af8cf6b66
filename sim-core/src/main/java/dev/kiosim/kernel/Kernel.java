package dev.kiosim.kernel;

import dev.kiosim.block.BioPool;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DurabilityLedger;
import dev.kiosim.block.Plug;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.PageCache;
import dev.kiosim.kernel.vfs.VersionLedger;
import dev.kiosim.kernel.vfs.Vfs;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.trace.Tracepoint;
import dev.kiosim.trace.Tracer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One kernel on one machine: what its tasks, syscalls and files share. Ends the engine's run when
 * the last user task has exited.
 */
public final class Kernel {
    private final Engine engine;
    private final KernelConfig config;
    private final Plug plug;
    private final Tracer tracer;
    private final CpuScheduler scheduler;
    private final SyscallTable syscalls = new SyscallTable();
    private final Softirq[] softirqs;
    private final WorkerPool workers;
    private final BioPool bios = new BioPool();
    private final PageCache pageCache;
    private final Vfs vfs;
    private final Map<BlockDevice, VersionLedger> ledgers = new LinkedHashMap<>();
    private boolean tracksData;
    private boolean tracksPromises;
    private final List<Task> tasks = new ArrayList<>();
    private Task[] tasksByTid = new Task[16];
    private final List<BatchEnd> batchEnds = new ArrayList<>();
    private final List<ProcessExit> processExits = new ArrayList<>();
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

    /** A kernel with no task; syscalls are added to {@link #syscalls}. */
    public Kernel(Engine engine, KernelConfig config, Plug plug, Tracer tracer) {
        this.engine = engine;
        this.config = config;
        this.plug = plug;
        this.tracer = tracer;
        scheduler = new CpuScheduler(engine, config);
        softirqs = new Softirq[config.onlineCpus()];
        for (int i = 0; i < softirqs.length; i++) {
            softirqs[i] = new Softirq(this, scheduler.cpu(i));
        }
        workers = new WorkerPool(this);
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

    /** Who listens to the tracepoints. */
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
                any -> new VersionLedger(tracksPromises ? new DurabilityLedger(engine) : null));
    }

    /** The task with that id, exited or not, or null. */
    public @Nullable Task findTask(int tid) {
        return tid >= 0 && tid < tasksByTid.length ? tasksByTid[tid] : null;
    }

    /** All tasks ever started, kernel threads included, by tid. */
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

    Process newKernelProcess(String name) {
        return new Process(
                nextId++, name, Process.Kind.KERNEL, new AddressSpace(), new FileTable());
    }

    Task startKernelTask(Process process, Program program) {
        return start(process, new Task(this, process, nextId++, process.name(), program));
    }

    private Task start(Process process, Task task) {
        tasks.add(task);
        if (task.tid() >= tasksByTid.length) {
            tasksByTid = Arrays.copyOf(tasksByTid, task.tid() * 2);
        }
        tasksByTid[task.tid()] = task;
        process.taskStarted();
        scheduler.makeRunnable(task, running);
        return task;
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
        if (process.taskEnded()) {
            for (ProcessExit exit : processExits) {
                exit.processExited(process);
            }
            process.files().closeAll();
        }
        if (process.kind() == Process.Kind.USER && --liveUserTasks == 0) {
            engine.stop();
        }
    }

    void makeRunnable(Task task) {
        reportState(task);
        scheduler.makeRunnable(task, running);
    }

    CpuScheduler scheduler() {
        return scheduler;
    }

    void reportState(Task task) {
        task.report(Tracepoint.TASK_STATE, task.cpu().number(), task.state().code(), 0);
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

    /** Registers who is told after each batch of completions. */
    public void onBatchEnd(BatchEnd listener) {
        batchEnds.add(listener);
    }

    /** Registers who is told when a process is gone. */
    public void onProcessExit(ProcessExit listener) {
        processExits.add(listener);
    }

    /** A batch of completions (or one that completed inside its syscall) is through. */
    public void batchEnded() {
        for (int i = 0; i < batchEnds.size(); i++) {
            batchEnds.get(i).batchEnded();
        }
    }
}
