package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Plug;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Continuation;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.OpenFile;

/**
 * A submit call of one task in progress, whatever the ABI: goes from iocb to iocb under a plug,
 * stops at the first that is refused, sleeps where a file makes it, and lets time pass where data
 * was copied before the completion shows.
 *
 * <pre>
 * NEXT --file answered at once--> INLINE --paid, completed--> NEXT
 *  | ^--- queued ---' '--file would block--> SLEEPING --woken, asked again--> (as from NEXT)
 *  '--none left, or one refused--> FLUSH: paid, plug finished, done
 * </pre>
 */
final class SubmitCall implements Continuation {
    /** Where the iocbs of a call come from: one for each submit call of each ABI. */
    interface Source {
        /** Whether there is another iocb. */
        boolean hasNext();

        /**
         * Checks, allocates and starts the next iocb. Returns -errno if it is refused, else what
         * {@link AioOperations#start} returned, with the request in {@link #request}.
         */
        long submitNext(Task task);

        /** The request that was started last. */
        AioKiocb request();

        /** The last request was accepted: counts it and moves on. */
        void accepted();

        /** The call is about to return. */
        default void finished() {}

        /** What the call returns if nothing was refused, or something had been accepted before. */
        long total();
    }

    private enum Phase {
        NEXT,
        SLEEPING,
        INLINE,
        FLUSH
    }

    private final Aio aio;
    private final Kernel kernel;
    private @Nullable Source source;
    private Phase phase = Phase.NEXT;
    private long refused;

    SubmitCall(Aio aio) {
        this.aio = aio;
        kernel = aio.kernel();
    }

    /** Begins the call; returns as a system call does. */
    long begin(Task task, Source from) {
        source = from;
        phase = Phase.NEXT;
        refused = 0;
        plug().start();
        return resume(task);
    }

    @Override
    public long resume(Task task) {
        Source from = source;
        if (from == null) {
            throw violated("%s goes on with a submission that has not begun", task);
        }
        while (true) {
            switch (phase) {
                case NEXT -> take(from, from.hasNext() ? from.submitNext(task) : finish());
                case SLEEPING -> {
                    plug().start();
                    take(from, AioOperations.again(from.request(), file(from)));
                }
                case INLINE -> completeInline(from);
                case FLUSH -> {
                    plug().finish();
                    from.finished();
                    return from.total() > 0 || refused == 0 ? from.total() : refused;
                }
            }
            if (phase == Phase.SLEEPING) {
                plug().finish(); // a task that sleeps lets its IO go
                return task.sleepThen(this);
            }
            if (phase != Phase.NEXT && task.chargedNanos() > 0) {
                return task.payThen(this);
            }
        }
    }

    /** What became of one iocb decides where to go on. */
    private void take(Source from, long outcome) {
        if (phase == Phase.FLUSH) {
            return;
        }
        if (outcome == Task.BLOCKED) {
            phase = Phase.SLEEPING;
        } else if (outcome == AioOperations.INLINE) {
            phase = Phase.INLINE;
        } else if (outcome == OpenFile.QUEUED) {
            from.accepted();
            phase = Phase.NEXT;
        } else {
            refused = outcome;
            phase = Phase.FLUSH;
        }
    }

    private long finish() {
        phase = Phase.FLUSH;
        return 0;
    }

    private void completeInline(Source from) {
        AioKiocb request = from.request();
        from.accepted();
        aio.complete(request, request.io.result);
        kernel.batchEnded();
        phase = Phase.NEXT;
    }

    private static OpenFile file(Source from) {
        OpenFile file = from.request().io.file;
        if (file == null) {
            throw violated("a request under way has no file");
        }
        return file;
    }

    private Plug plug() {
        return kernel.plug();
    }
}
