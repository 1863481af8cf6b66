package dev.kiosim.kernel;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;

/**
 * Which task runs on which CPU: a woken task goes to its last CPU if that is idle, else to any idle
 * one it may use, else it queues where it ran last. Tasks that share a CPU take turns by time
 * slice, at step boundaries. Assumed: a plain round-robin is enough where IO is the matter.
 */
final class CpuScheduler {
    private final Engine engine;
    private final CostTable costs;
    private final long timesliceNanos;
    private final Cpu[] cpus;

    CpuScheduler(Engine engine, KernelConfig config) {
        this.engine = engine;
        costs = config.costs();
        timesliceNanos = config.timesliceNanos();
        cpus = new Cpu[config.onlineCpus()];
        for (int i = 0; i < cpus.length; i++) {
            cpus[i] = new Cpu(i);
        }
    }

    Cpu cpu(int number) {
        return cpus[number];
    }

    int cpuCount() {
        return cpus.length;
    }

    /** Makes {@code task} runnable; {@code waker} is the CPU that does so, or null at the start. */
    void makeRunnable(Task task, @Nullable Cpu waker) {
        Cpu cpu = choose(task);
        if (!cpu.isIdle()) {
            cpu.enqueue(task);
            return;
        }
        long wakeNanos = waker != null && waker != cpu ? costs.wakeRemote() : 0;
        dispatch(cpu, task, wakeNanos);
    }

    /** {@code task} gives up its CPU; the next one waiting there gets it. */
    void leave(Task task) {
        Cpu cpu = task.cpu();
        cpu.release();
        Task next = cpu.nextWaiting();
        if (next != null) {
            dispatch(cpu, next, 0);
        }
    }

    /** Whether {@code task} must let another one have its turn before its next step. */
    boolean mustYield(Task task) {
        Cpu cpu = task.cpu();
        return !task.mayRunOn(cpu)
                || (cpu.hasWaiting()
                        && engine.nowNanos() - task.sliceStartedNanos() >= timesliceNanos);
    }

    private void dispatch(Cpu cpu, Task task, long wakeNanos) {
        long switchNanos = cpu.turnTo(task) ? costs.contextSwitch() : 0;
        task.startOn(cpu, wakeNanos + switchNanos);
    }

    private Cpu choose(Task task) {
        Cpu last = task.cpu();
        if (task.mayRunOn(last) && last.isIdle()) {
            return last;
        }
        Cpu least = task.mayRunOn(last) ? last : cpus[task.affinity()];
        for (Cpu cpu : cpus) {
            if (task.mayRunOn(cpu) && cpu.isIdle()) {
                return cpu;
            }
        }
        return least;
    }
}
