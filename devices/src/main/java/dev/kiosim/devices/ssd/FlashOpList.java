package dev.kiosim.devices.ssd;

import dev.kiosim.engine.Nullable;

/** A first-in, first-out list threaded through its operations. */
final class FlashOpList {
    private @Nullable FlashOp first;
    private @Nullable FlashOp last;

    boolean isEmpty() {
        return first == null;
    }

    @Nullable
    FlashOp first() {
        return first;
    }

    void addLast(FlashOp op) {
        op.next = null;
        if (last == null) {
            first = op;
        } else {
            last.next = op;
        }
        last = op;
    }

    @Nullable
    FlashOp removeFirst() {
        FlashOp op = first;
        if (op != null) {
            removeAfter(null, op);
        }
        return op;
    }

    /** Removes {@code op}, which follows {@code before}; null if it is the first. */
    void removeAfter(@Nullable FlashOp before, FlashOp op) {
        if (before == null) {
            first = op.next;
        } else {
            before.next = op.next;
        }
        if (last == op) {
            last = before;
        }
        op.next = null;
    }
}
