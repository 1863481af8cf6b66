package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.BatchEnd;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.trace.Tracepoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The AIO subsystem of a kernel: the pool of requests, the one completion path, and the limits of
 * the system.
 */
public final class Aio implements BatchEnd {
    private final Kernel kernel;
    private final List<Kioctx> touched = new ArrayList<>();
    private final List<CompletionListener> listeners = new ArrayList<>();
    private final PerTask<FileCall> fileCalls = new PerTask<>(FileCall::new);
    private @Nullable AioKiocb free;
    private long inFlight;
    private long accepted;
    private long completed;
    private long aioNr;
    private int contextsNamed;

    /** The AIO of {@code kernel}. */
    public Aio(Kernel kernel) {
        this.kernel = kernel;
        kernel.onBatchEnd(this);
    }

    /** The kernel it belongs to. */
    public Kernel kernel() {
        return kernel;
    }

    /** Registers a listener of completions. */
    public void onCompletion(CompletionListener listener) {
        listeners.add(listener);
    }

    /** {@code /proc/sys/fs/aio-nr}: events asked for by all live contexts. */
    public long aioNr() {
        return aioNr;
    }

    /** Adds to aio-nr; negative to give back. */
    void addAioNr(long events) {
        aioNr += events;
    }

    /** A name for a new context: {@code c0}, {@code c1}, in the order of set-up. */
    String nextContextName() {
        return "c" + contextsNamed++;
    }

    /** Calls into files that workers make on behalf of requests. */
    PerTask<FileCall> fileCalls() {
        return fileCalls;
    }

    /** The context of a request in flight. */
    Kioctx contextOf(AioKiocb request) {
        Kioctx context = request.context;
        if (context == null) {
            throw violated("a request in flight has no context");
        }
        return context;
    }

    /** Requests that have been accepted and have not completed. */
    public long inFlight() {
        return inFlight;
    }

    /** Requests accepted since the start. */
    public long accepted() {
        return accepted;
    }

    /** Requests completed since the start. */
    public long completed() {
        return completed;
    }

    /** A cleared request of {@code context}, for {@code task} to fill in. */
    AioKiocb allocate(Task task, Kioctx context) {
        AioKiocb request = free;
        if (request == null) {
            request = new AioKiocb(kernel, this);
        } else {
            free = request.next;
            request.next = null;
        }
        request.io.clear();
        request.io.task = task;
        request.io.process = task.process();
        request.io.cpu = task.cpu().number();
        request.io.accountedTaskId = task.tid();
        request.io.priorityClass = task.ioPriorityClass();
        request.io.priorityLevel = task.ioPriorityLevel();
        request.io.submittedNanos = kernel.engine().nowNanos(); // before data is copied inline
        request.context = context;
        request.attributes.clear();
        request.offsetBytes = 0;
        request.lengthBytes = 0;
        request.res = 0;
        request.res2 = 0;
        return request;
    }

    /** {@code request} was accepted: from now on exactly one completion is owed. */
    void accept(AioKiocb request) {
        accepted++;
        inFlight++;
    }

    /**
     * Completes an accepted request: its context collects it, listeners hear of it, it goes back to
     * the pool.
     */
    void complete(AioKiocb request, long res) {
        Kioctx context = contextOf(request);
        request.res = res;
        request.completedNanos = kernel.engine().nowNanos();
        request.endCancellable();
        request.closeReceipt();
        request.attributes.answer(request);
        inFlight--;
        completed++;
        context.complete(request);
        if (!context.touched) {
            context.touched = true;
            touched.add(context);
        }
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).completed(request);
        }
        kernel.tracer()
                .report(
                        Tracepoint.KIOCB_COMPLETE,
                        request.completedNanos,
                        0,
                        request.userData,
                        res,
                        request.totalNanos());
        dropFile(request);
        if (!context.retains(request)) {
            release(request);
        }
    }

    /** Gives back a request that was refused, or has completed. */
    void release(AioKiocb request) {
        dropFile(request);
        request.eventfd = null;
        request.context = null;
        request.next = free;
        free = request;
    }

    /** The request needs its file no longer. */
    private static void dropFile(AioKiocb request) {
        OpenFile file = request.io.file;
        request.io.file = null;
        if (file != null) {
            file.release();
        }
    }

    @Override
    public void batchEnded() {
        for (int i = 0; i < touched.size(); i++) {
            Kioctx context = touched.get(i);
            context.touched = false;
            context.publish();
        }
        touched.clear();
    }
}
