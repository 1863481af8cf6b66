package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Operation;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes one event after the other out of a mapped ring of the new ABI, without a lock: load head,
 * load tail, load the length, copy, move head by compare-and-swap. Others reap at the same time.
 */
final class LockFreeReap implements TestedAbi.UserReap {
    private static final int EVENTS_MAX = 5;
    private static final int TRIES_MAX = 50;

    private enum Phase {
        LOAD_HEAD,
        LOAD_TAIL,
        LOAD_LENGTH,
        SWAP,
        SWAPPED
    }

    private final AioRingV2View ring;
    private List<TestedAbi.Event> taken = List.of();
    private int count;
    private Phase phase = Phase.LOAD_HEAD;
    private int head;
    private long attrBytes;
    private TestedAbi.Event copy = new TestedAbi.Event(0, 0, List.of());
    private int tries;

    LockFreeReap(AddressSpace memory, long context) {
        ring = new AioRingV2View().wrap(memory, context);
    }

    @Override
    public boolean step(Operation operation, long result) {
        switch (phase) {
            case LOAD_HEAD -> {
                phase = Phase.LOAD_TAIL;
                operation.loadInt(ring.headAddress());
            }
            case LOAD_TAIL -> {
                head = (int) result;
                phase = Phase.LOAD_LENGTH;
                operation.loadInt(ring.tailAddress());
            }
            case LOAD_LENGTH -> {
                if ((int) result == head) {
                    return false;
                }
                phase = Phase.SWAP;
                operation.loadLong(ring.wordAddress(head + IoEventV2View.ATTR_BYTES_OFFSET));
            }
            case SWAP -> {
                attrBytes = result;
                copy();
                phase = Phase.SWAPPED;
                int to = head + IoEventV2View.SIZE_BYTES + (int) attrBytes;
                operation.compareAndSwapInt(ring.headAddress(), head, to);
            }
            case SWAPPED -> {
                return swapped(operation, result == 1);
            }
        }
        return true;
    }

    /** What lies there may be half of something newer: then the swap must fail. */
    private void copy() {
        boolean isTorn = attrBytes < 0 || attrBytes > ring.ringBytes() || attrBytes % 8 != 0;
        attrBytes = isTorn ? 0 : attrBytes;
        List<Long> returns = new ArrayList<>();
        for (int i = 0; i < attrBytes; i += Long.BYTES) {
            returns.add(ring.word(head + IoEventV2View.SIZE_BYTES + i));
        }
        copy = new TestedAbi.Event(
                ring.word(head), ring.word(head + IoEventV2View.RES_OFFSET), returns);
    }

    private boolean swapped(Operation operation, boolean isTaken) {
        if (isTaken) {
            taken = List.of(copy);
            count++;
        }
        if (count == EVENTS_MAX || ++tries == TRIES_MAX) {
            return false;
        }
        phase = Phase.LOAD_HEAD;
        return step(operation, 0);
    }

    @Override
    public List<TestedAbi.Event> taken() {
        List<TestedAbi.Event> since = taken;
        taken = List.of();
        return since;
    }
}
