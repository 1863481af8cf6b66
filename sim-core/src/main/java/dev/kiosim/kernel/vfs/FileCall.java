package dev.kiosim.kernel.vfs;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Task;

/**
 * A task calls into a file and waits for the answer, however the file gives it: at once, after the
 * task has slept, or from a device. One for each task, used again and again.
 *
 * <pre>
 * ASKING --BLOCKED--> sleeps, asks again --result--> done
 *    '--QUEUED--> WAITING --the kiocb has ended--> done
 * </pre>
 */
public final class FileCall implements Continuation, KiocbEnd {
    /** What the task wants of the file. */
    public enum Kind {
        READ,
        WRITE,
        FSYNC
    }

    /** Hears of the answer and turns it into what the system call returns. */
    @FunctionalInterface
    public interface Answered {
        /** The file has answered with {@code result}: bytes or -errno. */
        long answered(Task task, Kiocb kiocb, long result);
    }

    private final Task task;
    private Kind kind = Kind.READ;
    private @Nullable OpenFile file;
    private @Nullable Kiocb kiocb;
    private @Nullable Answered answered;
    private boolean ended;
    private boolean waiting;

    /** Calls of {@code task}. */
    public FileCall(Task task) {
        this.task = task;
    }

    /**
     * Begins; returns as a system call does, with what {@code whenAnswered} makes of the answer.
     */
    public long begin(Kind what, OpenFile target, Kiocb request, Answered whenAnswered) {
        kind = what;
        file = target;
        kiocb = request;
        answered = whenAnswered;
        waiting = false;
        ended = false;
        request.task = task;
        request.end = this;
        return ask(target, request);
    }

    @Override
    public long resume(Task resumed) {
        OpenFile target = file;
        Kiocb request = kiocb;
        if (target == null || request == null) {
            throw violated("%s goes on with a call that has not begun", resumed);
        }
        if (!waiting) {
            return ask(target, request);
        }
        return ended ? finish(request.result) : task.sleepUninterruptiblyThen(this);
    }

    @Override
    public void kiocbEnded(Kiocb done) {
        ended = true;
        task.wake();
    }

    private long ask(OpenFile target, Kiocb request) {
        long answer = switch (kind) {
            case READ -> target.readIter(request);
            case WRITE -> target.writeIter(request);
            case FSYNC -> target.fsync(request);
        };
        if (answer == Task.BLOCKED) {
            return task.sleepThen(this);
        }
        if (answer == OpenFile.QUEUED) {
            waiting = true;
            return ended ? finish(request.result) : task.sleepUninterruptiblyThen(this);
        }
        return finish(answer);
    }

    private long finish(long result) {
        Kiocb request = kiocb;
        Answered hears = answered;
        if (request == null || hears == null) {
            throw violated("%s finishes a call that has not begun", task);
        }
        file = null;
        kiocb = null;
        answered = null;
        return hears.answered(task, request, result);
    }
}
