package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.BatchEnd;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.PerTask;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The AIO subsystem of a kernel: the pool of requests, the one completion path, and the limits of
 * the system.
 */
public final class Aio implements BatchEnd {
    private final Kernel kernel;
    private final Tracer tracer;
    private final CompletionBatch batch = new CompletionBatch(this);
    private final List<Kioctx> contexts = new ArrayList<>();
    private final long[] counts = new long[AioCounter.values().length];
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
        tracer = kernel.tracer();
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
        request.phase = AioKiocb.Phase.ALLOCATED;
        request.attributes.clear();
        request.repeatsPartial = false;
        request.earlierBytes = 0;
        request.offsetBytes = 0;
        request.lengthBytes = 0;
        request.res = 0;
        request.res2 = 0;
        return request;
    }

    /** {@code request} was accepted: from now on exactly one completion is owed. */
    void accept(AioKiocb request) {
        request.enter(AioKiocb.Phase.ALLOCATED, AioKiocb.Phase.ACCEPTED);
        accepted++;
        inFlight++;
        request.number = accepted;
        if (tracer.isOn()) {
            tracer.report(
                    KernelTracepoint.AIO_SUBMIT,
                    request.number,
                    contextOf(request).number(),
                    request.opcode,
                    request.offsetBytes,
                    request.lengthBytes,
                    request.userData,
                    request.io.submittedNanos);
        }
    }

    /**
     * Completes an accepted request, once: listeners hear of it now; its context collects it when
     * the batch ends, and then it goes back to the pool.
     */
    void complete(AioKiocb request, long res) {
        Kioctx context = contextOf(request);
        request.enter(AioKiocb.Phase.ACCEPTED, AioKiocb.Phase.COMPLETED);
        request.res = res;
        request.completedNanos = kernel.engine().nowNanos();
        request.endCancellable();
        request.closeReceipt();
        request.attributes.answer(request);
        inFlight--;
        completed++;
        if (tracer.isOn()) {
            tracer.report(
                    KernelTracepoint.AIO_COMPLETE,
                    request.number,
                    context.number(),
                    res,
                    request.totalNanos());
        }
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).completed(request);
        }
        dropFile(request);
        batch.add(context, request);
    }

    /** Gives back a request that was refused, or has completed. */
    void release(AioKiocb request) {
        if (request.phase != AioKiocb.Phase.ALLOCATED) {
            request.enter(AioKiocb.Phase.COMPLETED, AioKiocb.Phase.FREE);
        }
        request.phase = AioKiocb.Phase.FREE;
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
        batch.end();
    }

    /** Something happened on the completion path. */
    void count(AioCounter counter) {
        counts[counter.ordinal()]++;
    }

    /** How often it happened since the start. */
    public long counted(AioCounter counter) {
        return counts[counter.ordinal()];
    }

    /** A context is there to be checked, until it has {@link #ended}. */
    void begun(Kioctx context) {
        contexts.add(context);
    }

    /** Nobody finds {@code context} any more. */
    void ended(Kioctx context) {
        contexts.remove(context);
    }

    /** Tells the {@link Kioctx#state state} of all contexts. */
    public void state(LongConsumer to) {
        for (int i = 0; i < contexts.size(); i++) {
            contexts.get(i).state(to);
        }
        to.accept(inFlight);
    }

    /**
     * Walks all contexts, and throws if something does not hold; between two events of the engine.
     * Of the requests: every one accepted is in flight or has completed.
     */
    public void checkInvariants() {
        for (Kioctx context : contexts) {
            context.checkInvariants();
        }
        if (accepted != completed + inFlight) {
            throw violated(
                    "%d requests accepted, %d completed, %d in flight",
                    accepted, completed, inFlight);
        }
    }
}
