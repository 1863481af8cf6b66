/**
 * The explorer: a scenario under all interleavings of its tasks' steps.
 *
 * <p><b>Problem.</b> Whether a lock-free reaper is right cannot be seen from a run, nor from a
 * million random ones: what goes wrong needs one task to be held up between two certain steps while
 * others do just the right things. The programs are small; so try every order.
 *
 * <p><b>Structures.</b> A choice point is an instant in which several actors have a step at hand: a
 * task (a load, store or compare-and-swap, a system call), the completions of a CPU, whoever pushes
 * on completion lists. The {@link dev.kiosim.scenarios.explore.Explorer} goes through the choices
 * depth first. It cannot go back in a simulation, so each
 * {@link dev.kiosim.scenarios.explore.ControlledRun} begins anew and repeats the choices so far:
 * the simulator is deterministic. A state that was seen before is not gone on from; what stands for
 * a state is a hash of the programs' positions, memory, and the kernel, which
 * {@link dev.kiosim.scenarios.explore.KernelState} knows by its parts or by its history. Steps that
 * commute lead to equal states, so they need no rule of their own. All states and steps make a
 * {@link dev.kiosim.scenarios.explore.StateGraph}, from which come the number of interleavings and
 * the shortest one that goes wrong.
 *
 * <p><b>What can go wrong</b> is found by {@link dev.kiosim.scenarios.explore.Inspection}, from a
 * {@link dev.kiosim.scenarios.explore.Ledger} of what the kernel completed and the programs took:
 * an event lost, doubled or torn, a sleeper whom nothing will wake, a broken invariant.
 *
 * <p><b>Invariants.</b> What is pruned could not have found anything new: tests compare the numbers
 * of interleavings, and of those that go wrong, with and without pruning. Nothing is said to be
 * complete that was cut short.
 *
 * <p><b>Left out.</b> Weak memory: steps are sequentially consistent. Partial-order reduction:
 * equal states prune enough, and keep the numbers exact.
 */
package dev.kiosim.scenarios.explore;
