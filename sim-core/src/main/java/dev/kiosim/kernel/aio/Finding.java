package dev.kiosim.kernel.aio;

/**
 * Something that a kernel with a defective ABI did wrong to its callers, noticed by the simulator.
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
        LOST_RESULT
    }

    @Override
    public String toString() {
        return "t=" + nanos + " ns: " + kind + ": " + text;
    }
}
