package dev.kiosim.scenarios.workload;

/** One request that a source gives; filled in again and again. */
public final class IoRequest {
    /** What is asked for. */
    public enum Kind {
        READ,
        WRITE,
        /** Make what was written durable. */
        FLUSH
    }

    /** What is asked for. */
    public Kind kind = Kind.READ;
    /** Descriptor of the file. */
    public int fd;
    /** Position in the file, bytes. */
    public long offsetBytes;
    /** Length, bytes; 0 for a flush. */
    public int lengthBytes;
    /** Not before this time; 0 for at once. */
    public long dueNanos;
    /** IO priority as {@code aio_reqprio} takes it, or 0. */
    public int priority;
}
