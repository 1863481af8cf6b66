package dev.kiosim.block;

import dev.kiosim.engine.Engine;
import dev.kiosim.trace.Tracepoint;
import dev.kiosim.trace.Tracer;

/** The tracepoints of one queue, as blktrace has them. */
final class QueueTrace {
    private static final int FLAGS_SHIFT = 8;

    private final Tracer tracer;
    private final Engine engine;
    private final int deviceNumber;

    QueueTrace(Tracer tracer, Engine engine, int deviceNumber) {
        this.tracer = tracer;
        this.engine = engine;
        this.deviceNumber = deviceNumber;
    }

    void bio(Tracepoint point, Bio bio) {
        report(point, bio.sector, bio.sectorCount, bio.op, bio.flags);
    }

    void request(Tracepoint point, Request request) {
        report(point, request.sector, request.sectorCount, request.op, request.flags);
    }

    void plugged() {
        tracer.report(Tracepoint.QUEUE_PLUG, engine.nowNanos(), deviceNumber, 0, 0, 0);
    }

    void unplugged(int requests) {
        tracer.report(Tracepoint.QUEUE_UNPLUG, engine.nowNanos(), deviceNumber, requests, 0, 0);
    }

    private void report(Tracepoint point, long sector, int sectors, Bio.Op op, int flags) {
        long opAndFlags = op.ordinal() | (long) flags << FLAGS_SHIFT;
        tracer.report(point, engine.nowNanos(), deviceNumber, sector, sectors, opAndFlags);
    }
}
