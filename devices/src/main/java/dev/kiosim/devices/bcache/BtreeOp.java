package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Event;

/**
 * One insertion into the btree: the keys, what they may replace, and how it went. Source: btree.h,
 * struct btree_op.
 */
final class BtreeOp {
    /** No key is to be replaced: the insertion is unconditional. */
    static final long NO_REPLACE = 0;

    /** What is still to be inserted. */
    final KeyList keys = new KeyList();
    /** Taken up again when an insertion that had to wait can go on. */
    final Event retry;
    /**
     * The keys go only where this key, or parts of it, still stand; its value is
     * {@link #NO_REPLACE} if not.
     */
    long replaceEnd;

    long replaceValue = NO_REPLACE;
    /** Journal entry that has the keys, or {@link BtreeNode#NO_PIN}. */
    long journalPin = BtreeNode.NO_PIN;
    /** Whether a leaf took none of its keys. */
    boolean collision;
    /** Whether it was given up: a node cannot be used, or the set has failed. */
    boolean failed;

    BtreeOp(Event retry) {
        this.retry = retry;
    }

    void reset() {
        keys.clear();
        replaceValue = NO_REPLACE;
        journalPin = BtreeNode.NO_PIN;
        collision = false;
        failed = false;
    }

    boolean isReplace() {
        return replaceValue != NO_REPLACE;
    }
}
