package dev.kiosim.scenarios.explore;

import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.program.StateHash;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands for the state of the kernel: the hash of all steps in which its code ran, each with
 * all that it could have seen. The kernel is deterministic: the same steps, seeing the same, leave
 * it in the same state.
 *
 * <p>What kernel code can see of user space is the program state of its caller, and words that
 * programs change while others look: those that a store, exchange or compare-and-swap of a program
 * has ever gone to. Everything else in memory was written by the kernel itself, or by a program for
 * itself.
 */
final class KernelHistory {
    private final Map<Long, Word> words = new TreeMap<>();
    private long history;

    /** A word of shared memory that programs write. */
    private record Word(AddressSpace memory, long address, boolean isLong) {
        long value() {
            long bytes = isLong ? Long.BYTES : Integer.BYTES;
            if (!memory.isReadable(address, bytes)) {
                return 0;
            }
            return isLong ? memory.getLong(address) : memory.getInt(address);
        }
    }

    /** The next step of {@code task} is an access to its own memory or no access at all. */
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
        boolean isLong = switch (operation.kind()) {
            case STORE_LONG, COMPARE_AND_SWAP_LONG, EXCHANGE_LONG -> true;
            default -> false;
        };
        boolean isInt = switch (operation.kind()) {
            case STORE_INT, COMPARE_AND_SWAP_INT -> true;
            default -> false;
        };
        if (isLong || isInt) {
            long at = operation.address();
            long place = StateHash.mix(task.process().pid(), at);
            words.computeIfAbsent(place, any -> new Word(task.memory(), at, isLong));
        }
    }

    /**
     * Code of the kernel runs, for {@code actor}, whose program's state has hash {@code caller}.
     */
    void kernelStep(int actor, long caller) {
        history = StateHash.mix(StateHash.mix(StateHash.mix(history, actor), caller), wordHash());
    }

    private long wordHash() {
        long hash = 0;
        for (Map.Entry<Long, Word> word : words.entrySet()) {
            hash = StateHash.mix(hash, word.getKey());
            hash = StateHash.mix(hash, word.getValue().value());
        }
        return hash;
    }

    /** Adds the kernel's state and that of shared memory. */
    void addState(StateHash hash) {
        hash.add(history).add(wordHash());
    }
}
