package dev.kiosim.scenarios.explore;

import dev.kiosim.devices.nulldevice.NullDevice;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.AioV1;
import dev.kiosim.kernel.aio.AioV2;
import dev.kiosim.kernel.vfs.EventFd;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.program.StateHash;
import dev.kiosim.scenarios.run.Machine;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What stands for the state of the kernel and of memory. There are two ways to know it:
 *
 * <p><b>By what is there</b>: memory, contexts, pending completions, open files. Finds the most
 * equal states, but must know every part; so it is used only while nothing else is in use: null
 * devices, an empty page cache, no worker, no alarm.
 *
 * <p><b>By history</b>: all steps in which code of the kernel ran, each with all that it could have
 * seen. The kernel is deterministic: the same steps, seeing the same, leave it in the same state.
 * What kernel code can see of user space is the state of its caller, and words that programs change
 * while others look: those that a store, exchange or compare-and-swap has ever gone to. Everything
 * else in memory was written by the kernel, or by a program for itself.
 *
 * <p>Calls that leave their traces elsewhere (a file's data, a pipe) are known by history always.
 */
final class KernelState {
    /** Number of read(2). */
    private static final int READ = 0;

    private final Machine machine;
    private final Kernel kernel;
    private final boolean hasOnlyNullDevices;
    private final Map<Long, Word> words = new TreeMap<>();
    private final Set<Process> processes = new LinkedHashSet<>();
    private long history;
    private long otherHistory;

    /** A word of shared memory that programs write. */
    private record Word(AddressSpace memory, long address, boolean isLong) {
        long value() {
            if (!memory.isReadable(address, isLong ? Long.BYTES : Integer.BYTES)) {
                return 0;
            }
            return isLong ? memory.getLong(address) : memory.getInt(address);
        }
    }

    KernelState(Machine machine) {
        this.machine = machine;
        kernel = machine.kernel();
        hasOnlyNullDevices =
                machine.devices().values().stream().allMatch(NullDevice.class::isInstance);
    }

    /** Whether the next step of {@code task} is an access to its own memory, or none at all. */
    static boolean isOfUserSpace(Task task) {
        if (task.isInsideCall()) {
            return false;
        }
        return switch (task.operation().kind()) {
            case SYSCALL, WORK -> false;
            default -> true;
        };
    }

    /** {@code task} takes a step in user space: notes the word that it may change. */
    void userStep(Task task) {
        Operation operation = task.operation();
        switch (operation.kind()) {
            case STORE_LONG, COMPARE_AND_SWAP_LONG, EXCHANGE_LONG -> note(task, true);
            case STORE_INT, COMPARE_AND_SWAP_INT -> note(task, false);
            default -> {}
        }
    }

    private void note(Task task, boolean isLong) {
        long address = task.operation().address();
        long place = StateHash.mix(task.process().pid(), address);
        words.computeIfAbsent(place, any -> new Word(task.memory(), address, isLong));
    }

    /** A completion is heard of, or pushed on a list, by {@code actor}. */
    void machineStep(int actor) {
        history = StateHash.mix(StateHash.mix(history, actor), wordHash());
    }

    /**
     * A system call of {@code task}, whose program is in the state of that hash, begins or goes on.
     */
    void callStep(Task task, long caller) {
        long step = StateHash.mix(StateHash.mix(caller, task.tid()), wordHash());
        history = StateHash.mix(history, step);
        if (!isDescribed(task)) {
            otherHistory = StateHash.mix(otherHistory, step);
        }
    }

    /** Whether all that the call changes is told by contexts, files and memory. */
    private static boolean isDescribed(Task task) {
        if (task.operation().kind() != Operation.Kind.SYSCALL) {
            return false;
        }
        return switch (task.operation().syscallNumber()) {
            case AioV1.IO_SUBMIT,
                    AioV1.IO_GETEVENTS,
                    AioV2.IO_SUBMIT2,
                    AioV2.IO_GETEVENTS2,
                    AioV2.IO_SUBMIT_NOCTX,
                    AioV2.IO_WAIT_NOCTX -> true;
            case READ -> {
                int fd = task.operation().args().asInt(0);
                yield task.process().files().find(fd) instanceof EventFd;
            }
            default -> false;
        };
    }

    private long wordHash() {
        long hash = 0;
        for (Map.Entry<Long, Word> word : words.entrySet()) {
            hash = StateHash.mix(hash, word.getKey());
            hash = StateHash.mix(hash, word.getValue().value());
        }
        return hash;
    }

    /**
     * Adds it.
     *
     * @param ready how many actors have a step at hand
     */
    void addTo(StateHash hash, int ready, Limits.Pruning pruning) {
        if (pruning == Limits.Pruning.EQUAL_STATES && isWhollyDescribed(ready)) {
            hash.add(otherHistory);
            kernel.state(hash::add);
            machine.aio().state(hash::add);
            machine.newAbi().state(hash::add);
            processes.clear();
            for (Task task : kernel.tasks()) {
                if (processes.add(task.home())) {
                    hash.add(task.memory().contentHash());
                    task.home().files().state(hash::add);
                }
            }
        } else {
            hash.add(history).add(wordHash());
        }
    }

    private boolean isWhollyDescribed(int ready) {
        boolean isQuiet = kernel.engine().eventsWaiting() == ready
                && machine.aio().inFlight() == kernel.completionsPending()
                && kernel.pageCache().pages() == 0;
        if (!isQuiet || !hasOnlyNullDevices) {
            return false;
        }
        for (Task task : kernel.tasks()) {
            boolean gathers = task.isInsideCall()
                    && task.operation().syscallNumber() == AioV1.IO_GETEVENTS
                    && task.operation().args().asLong(1) > 1;
            if (gathers || task.home().kind() == Process.Kind.KERNEL) {
                return false;
            }
        }
        return true;
    }
}
