package dev.kiosim.block;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;

/**
 * Carries requests with PREFLUSH or FUA through their steps.
 *
 * <pre>
 * begin --> [PREFLUSH] --> [DATA] --> [POSTFLUSH] --> done
 * </pre>
 *
 * A step that the request does not need is left out. Flushes are shared: those that wait while one
 * runs are all served by the next. A flush starts when none is running and no sequence is in its
 * data step, since that one may soon need a flush too; after {@link #PATIENCE_NANOS} it starts all
 * the same.
 *
 * <p>Source: Linux block/blk-flush.c (conditions C1 to C3 of the comment at its top).
 */
final class FlushSequencer {
    /** What the sequencer needs of its queue. */
    interface Steps {
        /** Sends the shared flush to the drive, before any other request that waits. */
        void dispatchFlush(Request flush);

        /** Sends the data of a request to the drive, past the elevator. */
        void dispatchData(Request request);

        /** All steps of the request are done. */
        void sequenceDone(Request request);
    }

    private static final int PREFLUSH = 1;
    private static final int DATA = 1 << 1;
    private static final int POSTFLUSH = 1 << 2;
    /** How long a flush waits for data in flight. Source: Linux FLUSH_PENDING_TIMEOUT, 5 s. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final Steps steps;
    private final Request flush = new Request();
    private final RequestEnd flushEnd;
    private RequestList pending = new RequestList();
    private RequestList running = new RequestList();
    private boolean flushRuns;
    private int dataInFlight;
    private long pendingSinceNanos;

    FlushSequencer(Steps steps, RequestEnd flushEnd) {
        this.steps = steps;
        this.flushEnd = flushEnd;
    }

    /** Starts the sequence of {@code request}, which has PREFLUSH, FUA or the operation FLUSH. */
    void begin(Request request, boolean driveKnowsFua, long nowNanos) {
        int needed = request.op == Bio.Op.FLUSH || request.has(Bio.PREFLUSH) ? PREFLUSH : 0;
        if (request.sectorCount > 0) {
            needed |= DATA;
            if (request.has(Bio.FUA) && !driveKnowsFua) {
                needed |= POSTFLUSH;
            }
        }
        if (needed == 0) {
            throw violated("%s began a flush sequence without a step", request);
        }
        request.flushSteps = needed;
        request.flags &= driveKnowsFua ? ~Bio.PREFLUSH : ~(Bio.PREFLUSH | Bio.FUA);
        nextStep(request, nowNanos);
        kick(nowNanos);
    }

    /** Whether {@code request} is the shared flush. */
    boolean isFlush(Request request) {
        return request == flush;
    }

    /** The drive begins the shared flush: that is the dispatch of those that had none yet. */
    void flushDispatched(long nowNanos) {
        for (@Nullable Request waiter = running.first();
                waiter != null;
                waiter = running.after(waiter)) {
            if (waiter.dispatchedNanos == Request.NOT_YET) {
                waiter.dispatchedNanos = nowNanos;
            }
        }
    }

    /** The shared flush is done. */
    void flushDone(long nowNanos) {
        flushRuns = false;
        for (@Nullable Request waiter = running.removeFirst();
                waiter != null;
                waiter = running.removeFirst()) {
            stepDone(waiter, flush.status, nowNanos);
        }
        kick(nowNanos);
    }

    /** The data of a request in sequence are done, with the status it carries. */
    void dataDone(Request request, long nowNanos) {
        dataInFlight--;
        stepDone(request, request.status, nowNanos);
        kick(nowNanos);
    }

    private void stepDone(Request request, int status, long nowNanos) {
        request.flushSteps &= request.flushSteps - 1;
        if (status != BioStatus.OK) {
            request.status = status;
            request.flushSteps = 0; // a failure ends the sequence
        }
        nextStep(request, nowNanos);
    }

    private void nextStep(Request request, long nowNanos) {
        switch (Integer.lowestOneBit(request.flushSteps)) {
            case PREFLUSH, POSTFLUSH -> {
                if (pending.isEmpty()) {
                    pendingSinceNanos = nowNanos;
                }
                pending.addLast(request);
            }
            case DATA -> {
                dataInFlight++;
                steps.dispatchData(request);
            }
            default -> steps.sequenceDone(request);
        }
    }

    private void kick(long nowNanos) {
        boolean impatient = nowNanos - pendingSinceNanos >= PATIENCE_NANOS;
        if (flushRuns || pending.isEmpty() || (dataInFlight > 0 && !impatient)) {
            return;
        }
        RequestList toServe = pending;
        pending = running;
        running = toServe;
        flushRuns = true;
        steps.dispatchFlush(flush.prepareFlush(flushEnd));
    }
}
