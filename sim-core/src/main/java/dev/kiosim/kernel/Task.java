package dev.kiosim.kernel;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.Timer;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.MemoryFault;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.Tracer;

/**
 * A thread. It runs a program step by step on a CPU; each step pays its cost first and then takes
 * effect.
 *
 * <pre>
 * RUNNABLE --gets a CPU--> RUNNING --sleeps--> BLOCKED --woken--> RUNNABLE
 *     ^---- slice is over ----'  '--ends--> EXITED
 * </pre>
 *
 * Invariant: a RUNNING task is its CPU's current one and has exactly one event in the engine.
 */
public final class Task implements Event {
    /** Returned by a syscall or continuation that sleeps. */
    public static final long BLOCKED = Long.MIN_VALUE;
    /** Returned by a syscall or continuation that goes on when its charges are paid. */
    public static final long PAYING = Long.MIN_VALUE + 1;
    /** Bytes of a user pointer. */
    public static final int POINTER_BYTES = 8;
    /** May run on every CPU. */
    public static final int ANY_CPU = -1;

    /** Where the task stands. */
    public enum State {
        RUNNABLE(0),
        RUNNING(1),
        BLOCKED(2),
        EXITED(3);

        private final int code;

        State(int code) {
            this.code = code;
        }

        /** Number in the tracepoint. */
        public int code() {
            return code;
        }
    }

    /** Hears of the result of a system call that another one made. */
    @FunctionalInterface
    public interface Nested {
        /**
         * The inner call gave {@code result}; returns as a continuation does, for the outer one.
         */
        long returned(Task task, long result);
    }

    private final Kernel kernel;
    private final Tracer tracer;
    private final int number;
    private final String name;
    private Program program;
    private int tid;
    private int virtualTid;
    private boolean behind;
    private @Nullable WouldBlock wouldBlock;
    private final Operation operation = new Operation();
    private final TaskWaiter waiter = new TaskWaiter(this);
    private final Signals signals = new Signals(this);
    private final IoAccount ioAccount = new IoAccount();
    private final Timer timeout;
    private final Process home;
    private Process process;
    private State state = State.RUNNABLE;
    private Cpu cpu;
    private int affinity = ANY_CPU;
    private @Nullable Continuation continuation;
    private @Nullable Nested nested;
    private boolean started;
    private boolean interruptible;
    private boolean timedOut;
    private long chargedNanos;
    private long cpuNanos;
    private long sliceStartedNanos;
    private long operationStartedNanos;
    private long exitResult;
    private int ioPriorityClass;
    private int ioPriorityLevel;

    Task(Kernel kernel, Process process, int tid, String name, Program program) {
        this.kernel = kernel;
        tracer = kernel.tracer();
        home = process;
        this.process = process;
        number = tid;
        this.tid = tid;
        virtualTid = tid;
        this.name = name;
        this.program = program;
        cpu = kernel.cpu(0);
        timeout = new Timer(kernel.engine(), this::timeOut);
    }

    // What programs and syscalls see

    /** The operation that the program fills in. */
    public Operation operation() {
        return operation;
    }

    /**
     * The kernel's own name for it, from 1: the tid that it was started with. It never changes,
     * whatever syslets do to the tid.
     */
    public int number() {
        return number;
    }

    /** Thread id, unique in the machine at any moment, from 1. */
    public int tid() {
        return tid;
    }

    /** Thread id as the task itself sees it, in its pid namespace: what gettid gives. */
    public int virtualTid() {
        return virtualTid;
    }

    /**
     * Whether it has no user space to return to: another task took its place, and it waits, or
     * stands by to take the place of a third.
     */
    public boolean isBehind() {
        return behind;
    }

    /** Name in reports. */
    public String name() {
        return name;
    }

    /** The kernel it runs in. */
    public Kernel kernel() {
        return kernel;
    }

    /**
     * The process whose memory and files it uses; a kernel worker borrows that of whom it works
     * for.
     */
    public Process process() {
        return process;
    }

    /** The process it belongs to, also while it works for another. */
    public Process home() {
        return home;
    }

    /** The process's memory. */
    public AddressSpace memory() {
        return process.memory();
    }

    /** Where it stands. */
    public State state() {
        return state;
    }

    /** The CPU it runs on, or ran on last. */
    public Cpu cpu() {
        return cpu;
    }

    /** Signals sent to this task. */
    public Signals signals() {
        return signals;
    }

    /** Total CPU time of its steps, nanoseconds. */
    public long cpuNanos() {
        return cpuNanos;
    }

    /** This task as a waiter, for a queue on which anything that happens wakes it. */
    public TaskWaiter waiter() {
        return waiter;
    }

    /** 0 or the result with which it ended: -EFAULT for one that was killed by a fault. */
    public long exitResult() {
        return exitResult;
    }

    /** Binds it to a CPU, or to none with {@link #ANY_CPU}; it moves at its next step. */
    public void setAffinity(int cpuNumber) {
        affinity = cpuNumber;
    }

    /** The block IO that was accounted to it. */
    public IoAccount ioAccount() {
        return ioAccount;
    }

    /** IO priority class of its requests: 0 none, 1 real-time, 2 best-effort, 3 idle. */
    public int ioPriorityClass() {
        return ioPriorityClass;
    }

    /** IO priority level in the class, 0 highest to 7. */
    public int ioPriorityLevel() {
        return ioPriorityLevel;
    }

    /** Sets the priority of requests that do not bring their own: ioprio_set(2). */
    public void setIoPriority(int priorityClass, int level) {
        ioPriorityClass = priorityClass;
        ioPriorityLevel = level;
    }

    // What syscalls do

    /** Adds to the CPU time that this task pays before it goes on. */
    public void charge(long nanos) {
        chargedNanos += nanos;
    }

    /** Whether its next step goes on with a system call that slept or paid. */
    public boolean isInsideCall() {
        return continuation != null;
    }

    /** CPU time charged and not yet paid, nanoseconds. */
    public long chargedNanos() {
        return chargedNanos;
    }

    /**
     * Makes a system call from within another; {@code then} hears of its result, at once or after
     * it has slept. Returns what the outer call is to return.
     */
    public long callNested(Syscall inner, SyscallArgs args, Nested then) {
        long result = inner.call(this, args);
        if (result == BLOCKED || result == PAYING) {
            nested = then;
            return result;
        }
        return then.returned(this, result);
    }

    /** Pays what is charged, then goes on with {@code next}; to be returned by the syscall. */
    public long payThen(Continuation next) {
        continuation = next;
        return PAYING;
    }

    /**
     * Sleeps until {@link #wake}, a time-out or a signal, then goes on; to be returned by the
     * syscall.
     */
    public long sleepThen(Continuation next) {
        continuation = next;
        state = State.BLOCKED;
        interruptible = true;
        return BLOCKED;
    }

    /** Sleeps as {@link #sleepThen}, but no signal wakes it. */
    public long sleepUninterruptiblyThen(Continuation next) {
        sleepThen(next);
        interruptible = false;
        return BLOCKED;
    }

    /** Wakes it at the latest in {@code nanos}; {@link #timedOut} then says so. */
    public void startTimeout(long nanos) {
        timedOut = false;
        timeout.arm(nanos);
    }

    /** Withdraws the time-out. */
    public void stopTimeout() {
        timeout.disarm();
        timedOut = false;
    }

    /** Whether the time-out has struck since it was started. */
    public boolean timedOut() {
        return timedOut;
    }

    /** Whether a time-out is set that would wake it. */
    public boolean hasTimeout() {
        return timeout.isArmed();
    }

    /** Hears of the next sleep of this task before it begins; null: of none. */
    public void setWouldBlock(@Nullable WouldBlock listener) {
        wouldBlock = listener;
    }

    /** Makes it runnable if it sleeps; otherwise nothing happens. */
    public void wake() {
        if (state == State.BLOCKED) {
            if (tracer.isOn()) {
                tracer.report(KernelTracepoint.SCHED_WAKEUP, number);
            }
            state = State.RUNNABLE;
            if (cpu.current()
                    != this) { // else it is about to leave its CPU, and will see that it need not
                kernel.makeRunnable(this);
            }
        }
    }

    /** A signal wants to be noticed: wakes it only from an interruptible sleep. */
    void interrupt() {
        if (interruptible) {
            wake();
        }
    }

    private void timeOut() {
        timedOut = true;
        wake();
    }

    /**
     * A kernel thread takes on the memory and files of {@code other}. Source: Linux kthread_use_mm.
     */
    void borrow(Process other) {
        process = other;
    }

    // Syslets

    /** Which thread it is from now on: for the whole machine, and in its pid namespace. */
    void identify(int newTid, int newVirtualTid) {
        tid = newTid;
        virtualTid = newVirtualTid;
    }

    /** The program that it runs. */
    Program program() {
        return program;
    }

    /** It has no user space any more: {@code standby} says what it does instead. */
    void leaveUserSpace(Program standby) {
        program = standby;
        behind = true;
    }

    /** It takes over what makes a user context, program apart, and runs next where it ran. */
    void takePlaceOf(Task leaver) {
        behind = false;
        affinity = leaver.affinity;
        ioPriorityClass = leaver.ioPriorityClass;
        ioPriorityLevel = leaver.ioPriorityLevel;
        signals.takeOver(leaver.signals);
        state = State.RUNNABLE;
        cpu = leaver.cpu;
        cpu.enqueueFirst(this);
        if (tracer.isOn()) {
            tracer.report(KernelTracepoint.SCHED_WAKEUP, number);
        }
    }

    /** It goes on with {@code newProgram}, which is told {@code result}. */
    Operation goOnWith(Program newProgram, long result) {
        program = newProgram;
        return newProgram.next(this, result);
    }

    // Running

    @Override
    public int actor() {
        return number;
    }

    int affinity() {
        return affinity;
    }

    boolean mayRunOn(Cpu candidate) {
        return affinity == ANY_CPU || affinity == candidate.number();
    }

    long sliceStartedNanos() {
        return sliceStartedNanos;
    }

    /**
     * Gets a CPU; its step at hand is due when {@code delayNanos} (wake-up, switch) and its charges
     * have passed.
     */
    void startOn(Cpu newCpu, long delayNanos) {
        cpu = newCpu;
        state = State.RUNNING;
        if (tracer.isOn()) {
            tracer.report(KernelTracepoint.SCHED_RUN, number, cpu.number(), delayNanos);
        }
        sliceStartedNanos = kernel.engine().nowNanos() + delayNanos;
        chargedNanos += delayNanos;
        payAndStep();
    }

    private void payAndStep() {
        long nanos = chargedNanos;
        chargedNanos = 0;
        cpuNanos += nanos;
        kernel.engine().schedule(nanos, this);
    }

    /** The cost of the step at hand has passed: it takes effect. */
    @Override
    public void fire() {
        if (state != State.RUNNING || cpu.current() != this) {
            throw violated("%s takes a step, but is %s", this, state);
        }
        long stolen = cpu.takeStolen();
        if (stolen > 0) {
            kernel.engine().schedule(stolen, this);
            return;
        }
        kernel.stepTaken();
        if (tracer.isOn()) {
            kernel.tracedCode().enter(cpu, number);
            step();
            kernel.tracedCode().leave();
        } else {
            step();
        }
    }

    private void step() {
        Cpu before = kernel.enter(cpu);
        long result = effect();
        kernel.enter(before);
        if (result == BLOCKED) {
            sleep();
        } else if (result == PAYING) {
            payAndStep();
        } else {
            goOn(result);
        }
    }

    private long effect() {
        Continuation next = continuation;
        if (next != null) {
            continuation = null;
            return resumed(next.resume(this));
        }
        if (!started) {
            started = true;
            return 0;
        }
        return switch (operation.kind()) {
            case SYSCALL ->
                kernel.syscalls().call(this, operation.syscallNumber(), operation.args());
            case WORK -> operation.work().run(this);
            case COMPUTE -> 0;
            default -> access();
        };
    }

    /** A continuation gave {@code result}: the call that made it, if any, hears of it. */
    private long resumed(long result) {
        Nested then = nested;
        if (then == null || result == BLOCKED || result == PAYING) {
            return result;
        }
        nested = null;
        return then.returned(this, result);
    }

    private long access() {
        try {
            return operation.access(memory());
        } catch (MemoryFault fault) {
            exitResult = -Errno.EFAULT; // SIGSEGV
            operation.end();
            return 0;
        }
    }

    private void sleep() {
        WouldBlock listener = wouldBlock;
        if (listener != null && state == State.BLOCKED) {
            wouldBlock = null;
            listener.wouldBlock(this);
        }
        leaveCpu();
    }

    private void leaveCpu() {
        if (state == State.RUNNABLE) { // woken between going to sleep and leaving
            state = State.RUNNING;
            payAndStep();
            return;
        }
        traceLeave();
        kernel.scheduler().leave(this);
    }

    private void traceLeave() {
        if (tracer.isOn()) {
            tracer.report(KernelTracepoint.SCHED_LEAVE, number, cpu.number(), state.code());
        }
    }

    private void goOn(long result) {
        if (operation.kind() == Operation.Kind.SYSCALL && operationStartedNanos >= 0) {
            long tookNanos = kernel.engine().nowNanos() + chargedNanos - operationStartedNanos;
            kernel.syscalls().returned(this, operation.syscallNumber(), result, tookNanos);
        }
        if (!behind) {
            signals.deliver();
        }
        if (exitResult != 0 || program.next(this, result).kind() == Operation.Kind.END) {
            exit();
            return;
        }
        operationStartedNanos = kernel.engine().nowNanos() + chargedNanos;
        chargedNanos += priceOfOperation();
        if (kernel.scheduler().mustYield(this)) {
            state = State.RUNNABLE;
            traceLeave();
            kernel.scheduler().leave(this);
            kernel.makeRunnable(this);
        } else {
            payAndStep();
        }
    }

    private long priceOfOperation() {
        return switch (operation.kind()) {
            case SYSCALL ->
                kernel.costs().syscall()
                        + kernel.syscalls()
                                .upfrontNanos(this, operation.syscallNumber(), operation.args());
            case COMPUTE -> operation.value();
            case WORK, END -> 0;
            default -> kernel.costs().userStep();
        };
    }

    private void exit() {
        state = State.EXITED;
        timeout.disarm();
        traceLeave();
        kernel.scheduler().leave(this);
        kernel.exited(this);
    }

    /** When the operation at hand began, its price included. */
    long operationStartedNanos() {
        return operationStartedNanos;
    }

    @Override
    public String toString() {
        return "task " + number + " (" + name + ")";
    }
}
