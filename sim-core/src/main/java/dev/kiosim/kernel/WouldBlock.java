package dev.kiosim.kernel;

/** Hears that a task is about to sleep in a system call. Source of the idea: syslets, 2007. */
@FunctionalInterface
public interface WouldBlock {
    /** {@code task} will leave its CPU when this returns, unless it has been woken by then. */
    void wouldBlock(Task task);
}
