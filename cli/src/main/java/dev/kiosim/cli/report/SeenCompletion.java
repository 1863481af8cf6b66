package dev.kiosim.cli.report;

import dev.kiosim.cli.output.Figures;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.aio.Opcodes;
import dev.kiosim.scenarios.run.Completion;

/** What two ABIs can be compared by: a completion, without what only one of them has. */
record SeenCompletion(
        long number,
        long timeNanos,
        String task,
        String op,
        String file,
        long offset,
        long length,
        long res,
        long latencyNanos) {

    static SeenCompletion of(Completion completion) {
        return new SeenCompletion(
                completion.number(),
                completion.timeNanos(),
                completion.task(),
                completion.op(),
                completion.file(),
                completion.offset(),
                completion.length(),
                completion.res(),
                completion.latencyNanos());
    }

    /**
     * Whether both are the same request with the same result, whenever it completed. One that was
     * made as a system call ({@code SYSCALL}) does not tell which, so file, offset, length and
     * result decide.
     */
    boolean isSameRequest(SeenCompletion other) {
        return task.equals(other.task)
                && (op.equals(other.op) || isSystemCall() || other.isSystemCall())
                && file.equals(other.file)
                && offset == other.offset
                && length == other.length
                && res == other.res;
    }

    private boolean isSystemCall() {
        return op.equals(Opcodes.name(Opcodes.SYSCALL));
    }

    /** The completion as one line. */
    String text() {
        return Figures.time(timeNanos)
                + "  "
                + task
                + " "
                + op
                + " "
                + file
                + " @"
                + offset
                + " +"
                + length
                + " = "
                + Errno.describe(res)
                + " after "
                + Figures.duration(latencyNanos);
    }
}
