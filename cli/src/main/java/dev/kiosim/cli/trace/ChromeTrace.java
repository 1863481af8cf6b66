package dev.kiosim.cli.trace;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.TraceNames;
import dev.kiosim.trace.TraceRecord;
import dev.kiosim.trace.Tracepoint;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trace in Chrome's trace-event format, which Perfetto and chrome://tracing open.
 *
 * <p>CPUs are lines of slices: the task that has the CPU, and in it the system call that it is in.
 * Each task has a line of its own, where a call is one slice with the times asleep in it. Units of
 * devices are lines, too. Requests overlap, so they are asynchronous spans; arrows lead from the
 * call that submits to the completion and on to the call that reaps.
 */
public final class ChromeTrace implements TraceOutput {
    private static final int STATE_BLOCKED = 2;
    private static final int STATE_EXITED = 3;
    private static final int DEVICE_SHIFT = 48;
    private static final int CONTEXT_SHIFT = 32;

    private final EventWriter events;
    private final AsyncSpans requests;
    private final AsyncSpans ringEvents;
    private final AsyncSpans blockRequests;
    private final Map<Long, Long> requestAtPlace = new LinkedHashMap<>();
    private @Nullable TraceNames names;
    private @Nullable Tracks tracks;
    private long lastNanos;

    /** A trace to {@code stream}, which messages call {@code streamName}. */
    public ChromeTrace(OutputStream stream, String streamName) {
        events = new EventWriter(new TraceText(stream, streamName));
        requests = new AsyncSpans(events, "aio");
        ringEvents = new AsyncSpans(events, "ring");
        blockRequests = new AsyncSpans(events, "block");
    }

    @Override
    public void begin(TraceNames newNames) {
        names = newNames;
        tracks = new Tracks(events, newNames);
        events.head();
    }

    private TraceNames names() {
        TraceNames known = names;
        if (known == null) {
            throw violated("a trace that has not begun");
        }
        return known;
    }

    private Tracks tracks() {
        Tracks known = tracks;
        if (known == null) {
            throw violated("a trace that has not begun");
        }
        return known;
    }

    @Override
    public void read(TraceRecord at) {
        lastNanos = at.nanos();
        if (at.point().kind() != Tracepoint.Kind.EVENT) {
            drawn(at);
        } else if (at.point() instanceof KernelTracepoint point) {
            kernelEvent(point, at);
        } else {
            mark(at);
        }
    }

    @Override
    public void finish(long lost) {
        tracks().closeAll(lastNanos);
        requests.closeAll(lastNanos);
        ringEvents.closeAll(lastNanos);
        blockRequests.closeAll(lastNanos);
        events.tail(lost);
    }

    /** What the tracepoint itself says how to draw. */
    private void drawn(TraceRecord at) {
        Tracepoint point = at.point();
        long of = at.field(0);
        switch (point.kind()) {
            case COUNTER -> counter(at, of);
            case SLICE -> {
                int last = at.fieldCount() - 1;
                SliceTrack unit = tracks().unit(point, of, at.field(1));
                unit.begin(at.field(last - 1), point.label(), at);
                unit.endAt(at.field(last - 1) + at.field(last));
            }
            case BEGIN -> tracks().unit(point, of, 0).begin(at.nanos(), point.label(), at);
            case END -> tracks().unit(point, of, 0).end(at.nanos());
            case EVENT -> mark(at);
        }
    }

    private void counter(TraceRecord at, long of) {
        Tracepoint point = at.point();
        boolean isOfContext = point.fields().get(0).equals("context");
        String name = isOfContext ? point.label() + " c" + of : point.label();
        events.begin('C', tracks().counted(point, of), 0)
                .at(at.nanos())
                .name(name)
                .fields(at, 1)
                .end();
    }

    /** A mark on the line of whoever ran, or of the device that it is about. */
    private void mark(TraceRecord at) {
        Tracepoint point = at.point();
        boolean isOfDevice = at.fieldCount() > 0 && point.fields().get(0).equals("device");
        SliceTrack track = isOfDevice ? tracks().marks(at.field(0)) : tracks().whereItRan(at);
        track.instant(at);
    }

    private void kernelEvent(KernelTracepoint point, TraceRecord at) {
        switch (point) {
            case SYS_ENTER -> enter(at);
            case SYS_EXIT -> exit(at);
            case SCHED_RUN -> run(at);
            case SCHED_LEAVE -> leave(at);
            case SCHED_WAKEUP -> wake(at);
            case IRQ_RAISE -> tracks().interrupts(at.field(0)).begin(at.nanos(), "interrupt", at);
            case SOFTIRQ -> softirq(at);
            case AIO_SUBMIT -> submitted(at);
            case AIO_COMPLETE -> completed(at);
            case AIO_RING_PUT -> ringPut(at);
            case AIO_OVERFLOW_PUT -> overflowPut(at);
            case AIO_REFILL -> refilled(at);
            case AIO_REAP -> reaped(at);
            case BLOCK_GETRQ -> taken(at);
            case BLOCK_RQ_INSERT -> blockRequests.phase(blockId(at), at.nanos(), "scheduler");
            case BLOCK_RQ_ISSUE -> issued(at);
            case BLOCK_BIO_BACKMERGE, BLOCK_BIO_FRONTMERGE -> {
                blockRequests.instant(blockId(at), at);
                mark(at);
            }
            case BLOCK_RQ_MERGE, BLOCK_RQ_COMPLETE -> {
                blockRequests.instant(blockId(at), at);
                blockRequests.end(blockId(at), at.nanos());
            }
            default -> mark(at);
        }
    }

    // Tasks and CPUs

    private void enter(TraceRecord at) {
        TaskTrack task = tracks().task(at.task());
        String name = names().syscall(at.field(0));
        task.enter(name);
        task.slices().begin(at.field(3), name, at);
        SliceTrack cpu = tracks().cpu(at.cpu());
        if (cpu.isOpen()) { // its beginning was not lost
            cpu.begin(at.field(3), name);
        }
    }

    /** The call may have begun before what is left of the trace. */
    private void exit(TraceRecord at) {
        TaskTrack task = tracks().task(at.task());
        long endNanos = at.field(3);
        if (task.syscall().isEmpty()) {
            long startNanos = endNanos - at.field(2);
            task.slices().begin(startNanos, names().syscall(at.field(0)), at);
        }
        task.slices().endAt(endNanos);
        SliceTrack cpu = tracks().cpu(at.cpu());
        if (!task.syscall().isEmpty() && cpu.depth() > 1) {
            cpu.endAt(endNanos);
        }
        task.exit();
    }

    private void run(TraceRecord at) {
        int tid = (int) at.field(0);
        TaskTrack task = tracks().task(tid);
        task.ran(at.nanos());
        SliceTrack cpu = tracks().cpu(at.field(1));
        cpu.endAllBut(0, at.nanos()); // nothing, unless its leaving was lost
        cpu.begin(at.nanos(), names().task(tid), at);
        if (!task.syscall().isEmpty()) {
            cpu.begin(at.nanos(), task.syscall());
        }
    }

    private void leave(TraceRecord at) {
        tracks().cpu(at.field(1)).endAllBut(0, at.nanos());
        TaskTrack task = tracks().task(at.field(0));
        long state = at.field(2);
        if (state == STATE_EXITED) {
            task.slices().endAllBut(0, at.nanos());
            task.exit();
        } else {
            task.waits(at.nanos(), state == STATE_BLOCKED ? "sleeping" : "runnable");
        }
    }

    private void wake(TraceRecord at) {
        TaskTrack task = tracks().task(at.field(0));
        if (task.isWaiting()) {
            task.waits(at.nanos(), "runnable");
        }
    }

    private void softirq(TraceRecord at) {
        SliceTrack interrupts = tracks().interrupts(at.field(0));
        interrupts.endAllBut(0, at.nanos());
        interrupts.begin(at.nanos(), "softirq", at);
        interrupts.endAt(at.nanos() + at.field(2));
    }

    // Asynchronous requests

    private void submitted(TraceRecord at) {
        long id = at.field(0);
        String name = names().operation(at.field(2));
        requests.begin(id, tracks().requests(), at.field(6), name, at);
        tracks().whereItRan(at).flow('s', at.nanos(), id);
    }

    private void completed(TraceRecord at) {
        long id = at.field(0);
        requests.instant(id, at);
        requests.end(id, at.nanos());
        tracks().whereItRan(at).flow('t', at.nanos(), id);
    }

    private void ringPut(TraceRecord at) {
        long id = at.field(0);
        occupy(at, id);
        ringEvents.begin(id, tracks().requests(), at.nanos(), "event " + id, at);
        ringEvents.phase(id, at.nanos(), "in the ring");
    }

    private void overflowPut(TraceRecord at) {
        long id = at.field(0);
        ringEvents.begin(id, tracks().requests(), at.nanos(), "event " + id, at);
        ringEvents.phase(id, at.nanos(), "on the overflow list");
    }

    private void refilled(TraceRecord at) {
        occupy(at, at.field(0));
        ringEvents.instant(at.field(0), at);
        ringEvents.phase(at.field(0), at.nanos(), "in the ring");
    }

    /** An event that was there before must have been taken by user space, without the kernel. */
    private void occupy(TraceRecord at, long id) {
        Long before = requestAtPlace.put(place(at.field(1), at.field(2)), id);
        if (before != null) {
            ringEvents.end(before, at.nanos());
        }
    }

    private void reaped(TraceRecord at) {
        Long id = requestAtPlace.remove(place(at.field(0), at.field(1)));
        if (id != null) {
            ringEvents.instant(id, at);
            ringEvents.end(id, at.nanos());
            tracks().whereItRan(at).flow('f', at.nanos(), id);
        }
    }

    private static long place(long context, long inRing) {
        return context << CONTEXT_SHIFT | inRing;
    }

    // Block requests

    private static long blockId(TraceRecord at) {
        return at.field(0) << DEVICE_SHIFT | at.field(4);
    }

    private void taken(TraceRecord at) {
        blockRequests.begin(
                blockId(at), tracks().device(at.field(0)), at.nanos(), requestName(at), at);
        blockRequests.phase(blockId(at), at.nanos(), "queue");
    }

    private void issued(TraceRecord at) {
        if (!blockRequests.isOpen(blockId(at))) { // a flush of the queue's own
            blockRequests.begin(
                    blockId(at), tracks().device(at.field(0)), at.nanos(), requestName(at), at);
        }
        blockRequests.phase(blockId(at), at.nanos(), "drive");
    }

    private static String requestName(TraceRecord at) {
        return Rwbs.ofBio(at.field(3), at.field(2) << Bio.SECTOR_SHIFT) + " " + at.field(1) + " + "
                + at.field(2);
    }
}
