package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Syscall;
import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.Work;

/**
 * A system call of an iocb on a worker thread, with the caller's memory and files, but the worker's
 * identity: gettid gives the worker's. Can be cancelled until a worker takes it up; it then gives
 * EINTR. Part of a request and used again.
 */
final class SyscallWork implements Work, Cancel {
    private final Aio aio;
    private final AioKiocb request;
    private final SyscallArgs args = new SyscallArgs();
    private final Continuation call = this::call;
    private final Task.Nested done = this::done;
    private @Nullable Syscall syscall;
    private boolean cancelled;

    SyscallWork(Aio aio, AioKiocb request) {
        this.aio = aio;
        this.request = request;
    }

    /** The arguments, to be filled in. */
    SyscallArgs args() {
        return args;
    }

    /** Queues the call for a worker. */
    void queue(Task task, Syscall what) {
        syscall = what;
        cancelled = false;
        request.makeCancellable(this);
        aio.kernel().workers().queue(task.process(), this);
    }

    @Override
    public void cancel(AioKiocb cancelledRequest) {
        cancelled = true;
    }

    @Override
    public long run(Task worker) {
        request.endCancellable();
        if (cancelled) {
            return done(worker, -Errno.EINTR);
        }
        worker.charge(what().upfrontNanos(worker, args));
        return worker.payThen(call);
    }

    private long call(Task worker) {
        return worker.callNested(what(), args, done);
    }

    private long done(Task worker, long result) {
        syscall = null;
        aio.complete(request, result);
        aio.kernel().batchEnded();
        return 0;
    }

    private Syscall what() {
        Syscall what = syscall;
        if (what == null) {
            throw violated("a worker has no system call to make");
        }
        return what;
    }
}
