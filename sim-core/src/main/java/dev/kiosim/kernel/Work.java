package dev.kiosim.kernel;

/**
 * A piece of work for a kernel thread: fsync on behalf of an iocb, a syscall without an async path.
 */
@FunctionalInterface
public interface Work {
    /** Runs on {@code worker}; returns as {@link Syscall#call} does, so it may sleep or pay. */
    long run(Task worker);
}
