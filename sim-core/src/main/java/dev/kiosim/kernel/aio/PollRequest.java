package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.WaitQueue;
import dev.kiosim.kernel.Waiter;
import dev.kiosim.kernel.Work;
import dev.kiosim.kernel.vfs.EventFd;
import dev.kiosim.kernel.vfs.OpenFile;

/**
 * A POLL request: waits, once, for a file to become ready.
 *
 * <pre>
 * start --ready--> done, inside submit
 *   '--> WAITING --wake-up with a mask that matches--> done, inside the waker, res = that mask
 *           |  ^--- asked again, not ready ---.
 *           '--wake-up without a mask, cancel, or the waker may not signal--> WORK --> done
 * </pre>
 *
 * <p>While work is scheduled the request stays on the file's queue, and further wake-ups only make
 * the worker look once more. Source: Linux fs/aio.c, aio_poll, aio_poll_wake,
 * aio_poll_complete_work.
 */
final class PollRequest extends Waiter implements Work, Cancel {
    private final Aio aio;
    private final AioKiocb request;
    private int events;
    private boolean cancelled;
    private boolean workScheduled;
    private boolean wokenAgain;
    private boolean matched;
    private @Nullable WaitQueue queue;

    PollRequest(Aio aio, AioKiocb request) {
        this.aio = aio;
        this.request = request;
    }

    /** Begins to poll for the events of {@code mask}; returns as {@link AioOperations#start}. */
    long start(OpenFile file, int mask) {
        events = mask | OpenFile.POLLERR | OpenFile.POLLHUP;
        cancelled = false;
        workScheduled = false;
        wokenAgain = false;
        matched = false;
        int ready = file.pollMask() & events;
        if (ready != 0) {
            request.io.result = ready;
            return AioOperations.INLINE;
        }
        WaitQueue files = file.pollQueue();
        if (files == null) {
            return -Errno.EINVAL; // nothing will ever wake it
        }
        queue = files;
        files.add(this);
        request.makeCancellable(this);
        return OpenFile.QUEUED;
    }

    @Override
    public void woken(long key) {
        if (key != 0 && (key & events) == 0) {
            return;
        }
        if (key == 0 || workScheduled) {
            scheduleWork();
            return;
        }
        leaveQueue();
        request.io.result = key;
        EventFd eventfd = request.eventfd;
        if (eventfd != null && !eventfd.maySignal()) {
            matched = true; // inside another signal: the completion must not signal from here
            aio.kernel().workers().queue(process(), this);
            return;
        }
        finish();
    }

    /** A worker completes it with 0. */
    @Override
    public void cancel(AioKiocb withdrawn) {
        cancelled = true;
        scheduleWork();
    }

    private void scheduleWork() {
        if (workScheduled) {
            wokenAgain = true;
            return;
        }
        workScheduled = true;
        aio.kernel().workers().queue(process(), this);
    }

    @Override
    public long run(Task worker) {
        if (!matched) {
            OpenFile file = request.io.file;
            boolean looks = !cancelled && file != null;
            int ready = looks && file != null ? file.pollMask() & events : 0;
            if (ready == 0 && !cancelled) {
                workScheduled = false;
                if (wokenAgain) {
                    wokenAgain = false;
                    scheduleWork();
                }
                return 0;
            }
            leaveQueue();
            request.io.result = ready;
        }
        finish();
        return 0;
    }

    private void leaveQueue() {
        WaitQueue files = queue;
        if (files != null) {
            files.remove(this);
            queue = null;
        }
        request.endCancellable();
    }

    private void finish() {
        aio.complete(request, request.io.result);
        aio.kernel().batchEnded();
    }

    private Process process() {
        return aio.contextOf(request).owner();
    }
}
