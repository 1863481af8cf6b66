package dev.kiosim.kernel;

/**
 * How a system call goes on after it slept or paid; one object per task and call, used again and
 * again.
 */
@FunctionalInterface
public interface Continuation {
    /** Goes on; returns as {@link Syscall#call} does, so it may sleep or pay once more. */
    long resume(Task task);
}
