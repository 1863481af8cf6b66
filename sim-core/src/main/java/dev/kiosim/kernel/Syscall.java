package dev.kiosim.kernel;

/**
 * One system call. Called when its price ({@link CostTable#syscall} and {@link #upfrontNanos}) has
 * been paid; what it does happens at that instant. Further costs are added with {@link Task#charge}
 * and paid before the task goes on.
 *
 * <p>Returns the result, or -errno; or {@link Task#BLOCKED} / {@link Task#PAYING}, having left a
 * {@link Continuation} that goes on later. An exception means that the simulator is wrong.
 */
public interface Syscall {
    /** Name as in the manual, section 2. */
    String name();

    /** Runs the call in the context of {@code task}. */
    long call(Task task, SyscallArgs args);

    /** CPU time that must pass before the call takes effect, beside that of any system call. */
    default long upfrontNanos(Task task, SyscallArgs args) {
        return 0;
    }
}
