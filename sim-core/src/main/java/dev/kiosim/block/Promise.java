package dev.kiosim.block;

/** What the caller of a write has been told about it, the weakest first. */
public enum Promise {
    /** It failed, or has not ended: nothing is promised. */
    NONE,
    /** The device that it was written to does not track versions. */
    UNTRACKED,
    /** It was acknowledged: reads return it. */
    ACKNOWLEDGED,
    /** A flush that came after it was acknowledged: it is durable. */
    FLUSHED,
    /** It was acknowledged with FUA: it is durable. */
    FUA;

    /** The word in reports and scenarios. */
    public String label() {
        return switch (this) {
            case NONE -> "none";
            case UNTRACKED -> "untracked";
            case ACKNOWLEDGED -> "acknowledged";
            case FLUSHED -> "flushed";
            case FUA -> "fua";
        };
    }
}
