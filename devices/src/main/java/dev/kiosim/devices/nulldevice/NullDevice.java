package dev.kiosim.devices.nulldevice;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioStatus;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.BlockTrace;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.StatSink;
import dev.kiosim.devices.DeviceContext;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import java.util.ArrayDeque;

/** Ends every bio {@code latencyNanos} after it came; writes are durable at once. */
public final class NullDevice implements BlockDevice {

    private final String name;
    private final long sectorCount;
    private final long latencyNanos;
    private final Engine engine;
    private final BlockTrace trace;
    private final ArrayDeque<Bio> tracedInFlight = new ArrayDeque<>();
    private final Event tracedEnd = this::tracedEnd;
    private final long deviceBit;
    private final @Nullable DriveContent content;
    private final long[] bios = new long[Bio.Op.values().length];

    /** A device of {@code sectorCount} sectors. */
    public NullDevice(String name, long sectorCount, long latencyNanos, DeviceContext context) {
        this.name = name;
        this.sectorCount = sectorCount;
        this.latencyNanos = latencyNanos;
        engine = context.engine();
        int number = context.nextDeviceNumber();
        trace = new BlockTrace(context.tracer(), number);
        deviceBit = 1L << number;
        content = context.contentOf(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectorCount() {
        return sectorCount;
    }

    @Override
    public int logicalBlockBytes() {
        return Bio.SECTOR_BYTES;
    }

    @Override
    public boolean supportsDiscard() {
        return true;
    }

    @Override
    public void submit(Bio bio) {
        bios[bio.op.ordinal()]++;
        bio.dispatchedNanos = engine.nowNanos();
        bio.deviceBits |= deviceBit;
        bio.deviceNanos += latencyNanos;
        if (bio.sector < 0 || bio.endSector() > sectorCount) {
            bio.status = BioStatus.EIO;
        } else if (content != null) {
            content.move(bio, false);
        }
        if (trace.isOn()) {
            trace.queued(bio);
            tracedInFlight.addLast(bio);
            engine.schedule(latencyNanos, tracedEnd);
        } else {
            bio.endIn(engine, latencyNanos);
        }
    }

    /** All take the same time, so the oldest is the one that ends. */
    private void tracedEnd() {
        Bio bio = tracedInFlight.remove();
        trace.ended(bio);
        bio.fire();
    }

    @Override
    public @Nullable DriveContent content() {
        return content;
    }

    @Override
    public void stats(StatSink sink) {
        sink.stat("reads", bios[Bio.Op.READ.ordinal()]);
        sink.stat("writes", bios[Bio.Op.WRITE.ordinal()]);
        sink.stat("flushes", bios[Bio.Op.FLUSH.ordinal()]);
        sink.stat("discards", bios[Bio.Op.DISCARD.ordinal()]);
    }
}
