/**
 * The simulated kernel: tasks on CPUs, costs, waiting, files by descriptor, system calls,
 * interrupts, workers.
 *
 * <p><b>Problem.</b> An ABI is judged by what its callers do and pay: how often they enter the
 * kernel, when they sleep, who wakes them. So tasks run programs on a limited number of CPUs, each
 * step costs CPU time, and a syscall that must wait gives its CPU away.
 *
 * <p><b>Structures.</b> A {@link dev.kiosim.kernel.Task} is a thread: it asks its
 * {@link dev.kiosim.kernel.Program} for the next {@link dev.kiosim.kernel.Operation} and tells it
 * the result of the last. Each step pays first and takes effect afterwards: when the cost has
 * passed on its CPU, the effect happens at one instant. A {@link dev.kiosim.kernel.Syscall} is one
 * class, found through one {@link dev.kiosim.kernel.SyscallTable}; one that must wait leaves a
 * {@link dev.kiosim.kernel.Continuation} and returns {@link dev.kiosim.kernel.Task#BLOCKED}.
 * Devices report completions as interrupts to a {@link dev.kiosim.kernel.Softirq} per CPU, which
 * takes all that came together as one batch.
 *
 * <p><b>Invariants.</b> A CPU runs at most one task; a task is on at most one CPU or queue. A
 * blocked task is woken by whoever it waits for, a time-out or a signal, and by nothing else.
 *
 * <p><b>Left out.</b> Nice levels and fair shares (runnable tasks take turns), NUMA, address
 * translation costs, memory pressure.
 */
package dev.kiosim.kernel;
