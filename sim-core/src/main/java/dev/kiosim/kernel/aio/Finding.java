package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.MistakenIdentity;

/**
 * Something that a kernel did wrong to its callers, noticed by the simulator: a defective ABI, or
 * syslets that go on as another thread.
 *
 * @param kind what it amounts to
 * @param nanos when
 * @param text one line for people
 */
public record Finding(Kind kind, long nanos, String text) {
    /** What a finding amounts to. */
    public enum Kind {
        /** Somebody goes round without getting anywhere. */
        LIVELOCK,
        /** An accepted iocb completed, and nobody will ever hear of it. */
        LOST_EVENT,
        /** The answers to attributes were dropped. */
        LOST_ATTRIBUTES,
        /** The result of an operation was dropped. */
        LOST_RESULT,
        /** A program has another tid than before: see {@link MistakenIdentity.Kind#TID_CHANGED}. */
        TID_CHANGED,
        /** A lock belongs to a task that stayed behind. */
        LOCK_ASTRAY,
        /** A signal went to a task that stayed behind. */
        SIGNAL_ASTRAY;

        /** Whether it is the defect of an ABI, and not the price of syslets. */
        public boolean isDefect() {
            return switch (this) {
                case LIVELOCK, LOST_EVENT, LOST_ATTRIBUTES, LOST_RESULT -> true;
                case TID_CHANGED, LOCK_ASTRAY, SIGNAL_ASTRAY -> false;
            };
        }

        /** The finding that a mistaken identity amounts to. */
        static Kind of(MistakenIdentity.Kind mistaken) {
            return switch (mistaken) {
                case TID_CHANGED -> TID_CHANGED;
                case LOCK_ASTRAY -> LOCK_ASTRAY;
                case SIGNAL_ASTRAY -> SIGNAL_ASTRAY;
            };
        }
    }

    @Override
    public String toString() {
        return "t=" + nanos + " ns: " + kind + ": " + text;
    }
}
