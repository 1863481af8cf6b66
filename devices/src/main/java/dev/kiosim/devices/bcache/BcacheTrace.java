package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.Tracer;

/** Passes tracepoints on, if somebody listens, and to the machine's tracer, if it is on. */
final class BcacheTrace {
    private static final int NO_DEVICE = -1;

    private final Engine engine;
    private @Nullable BcacheListener listener;
    private Tracer tracer = Tracer.NONE;
    private int deviceNumber = NO_DEVICE;
    private long dataOffsetSectors;

    BcacheTrace(Engine engine) {
        this.engine = engine;
    }

    void listen(@Nullable BcacheListener newListener) {
        listener = newListener;
    }

    /** From now on tracepoints go to {@code newTracer}, as those of device {@code number}. */
    void traceTo(Tracer newTracer, int number, long newDataOffsetSectors) {
        if (newTracer.isOn()) {
            tracer = newTracer;
            deviceNumber = number;
            dataOffsetSectors = newDataOffsetSectors;
        }
    }

    void report(BcacheEvent event, long a, long b, long c, long d) {
        if (listener != null) {
            listener.event(event, engine.nowNanos(), a, b, c, d);
        }
        if (tracer.isOn()) {
            tracer.report(event, deviceNumber, a, b, c, d);
        }
    }

    /** {@code piece} serves what begins at {@code backingSector}: blktrace shows it as a remap. */
    void sendOn(Bio piece, long backingSector) {
        piece.originDevice = deviceNumber;
        piece.originSector = backingSector - dataOffsetSectors;
    }
}
