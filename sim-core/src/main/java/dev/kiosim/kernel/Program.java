package dev.kiosim.kernel;

/**
 * What a task does in user space: workload generators, trace replay, lessons and tests are all
 * programs.
 *
 * <p>A program may read and write its task's memory at will where nobody else looks (preparing an
 * iocb). What other tasks or the kernel could see half-done (head, tail, a list head) it must do as
 * an operation of its own, so that it costs time and can be interleaved.
 */
@FunctionalInterface
public interface Program {
    /**
     * What to do next.
     *
     * @param task the task that runs this program; {@link Task#operation} is to be filled in and
     *     returned
     * @param result what the last operation gave: a syscall's result, a loaded value, 1 or 0 for a
     *     compare-and-swap; 0 at the very start
     */
    Operation next(Task task, long result);
}
