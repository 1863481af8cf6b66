package dev.kiosim.trace;

/** Knows whose code runs at this moment; the kernel. */
public interface TraceContext {
    /** The CPU whose code runs; 0 if it is a device that does something. */
    int cpu();

    /** Id of the task whose code runs there; 0 in an interrupt, and if it is a device. */
    int task();
}
