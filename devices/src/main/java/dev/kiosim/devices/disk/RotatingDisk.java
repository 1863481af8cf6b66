package dev.kiosim.devices.disk;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.block.Drive;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.Request;
import dev.kiosim.block.RequestList;
import dev.kiosim.block.StatSink;
import dev.kiosim.devices.disk.DiskMechanism.Direction;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.Tracer;

/**
 * A rotating disk. Commands that its buffers can serve end without the medium; the others wait for
 * it.
 *
 * <pre>
 *           command waits              done
 * IDLE ------------------> ACCESSING ---------> ACCESSING, DESTAGING or IDLE
 *   '--- dirty sectors --> DESTAGING ---------> ACCESSING, DESTAGING or IDLE
 * </pre>
 *
 * While IDLE after a read the head reads ahead, if it is to. Waiting commands go before dirty
 * sectors, unless a flush or a stalled write waits for those: then they take turns.
 *
 * <p>Invariant: {@code current} is null exactly while {@code phase} is not ACCESSING.
 */
public final class RotatingDisk implements Drive {
    private enum Phase {
        IDLE,
        ACCESSING,
        DESTAGING
    }

    private final DiskConfig config;
    private final Engine engine;
    private final @Nullable DriveContent content;
    private final DiskMechanism mechanism;
    private final ReadAhead readAhead;
    private final SegmentBuffer segments;
    private final WriteBack writeBack;
    private final RequestList waiting = new RequestList();
    private final Event advance = this::advance;
    private Tracer tracer = Tracer.NONE;
    private int deviceNumber;
    private Phase phase = Phase.IDLE;
    private @Nullable Request current;
    private long bufferHits;
    private long streamHits;
    private long destages;

    /**
     * A disk as {@code config} says, its arm at cylinder 0; {@code content} is null if data are not
     * tracked.
     */
    public RotatingDisk(DiskConfig config, Engine engine, @Nullable DriveContent content) {
        this.config = config;
        this.engine = engine;
        this.content = content;
        mechanism = new DiskMechanism(config);
        readAhead = new ReadAhead(mechanism, config.readCache(), config.sectorCount());
        segments = new SegmentBuffer(config.readCache());
        writeBack = new WriteBack(config, engine, content);
    }

    @Override
    public long sectorCount() {
        return config.sectorCount();
    }

    @Override
    public int logicalBlockBytes() {
        return config.logicalBlockBytes();
    }

    @Override
    public int queueDepth() {
        return config.queueDepth();
    }

    @Override
    public boolean hasVolatileCache() {
        return config.writeCache().isEnabled();
    }

    @Override
    public boolean supportsFua() {
        return true;
    }

    @Override
    public boolean supportsDiscard() {
        return false;
    }

    @Override
    public @Nullable DriveContent content() {
        return content;
    }

    @Override
    public void traceTo(Tracer newTracer, int number) {
        tracer = newTracer;
        deviceNumber = number;
        mechanism.traceTo(newTracer, number);
    }

    private void trace(DiskTracepoint point, long sector, long sectors) {
        if (tracer.isOn()) {
            tracer.report(point, deviceNumber, sector, sectors);
        }
    }

    @Override
    public void start(Request request) {
        request.driveNanos = engine.nowNanos();
        switch (request.op) {
            case READ -> read(request);
            case WRITE -> write(request);
            case FLUSH -> writeBack.flush(request);
            case DISCARD -> throw violated("a disk was sent %s", request);
        }
        if (phase == Phase.IDLE) {
            phase = startNext(Phase.IDLE);
        }
    }

    private void read(Request request) {
        if (segments.holds(request.sector, request.endSector())
                || writeBack.holds(request.sector, request.endSector())) {
            bufferHits++;
            trace(DiskTracepoint.DISK_BUFFER_HIT, request.sector, request.sectorCount);
            request.endIn(engine, hitNanos(request));
        } else {
            waiting.addLast(request);
        }
    }

    private void write(Request request) {
        if (hasVolatileCache() && !request.has(Bio.FUA)) {
            segments.drop(request.sector, request.endSector());
            trace(DiskTracepoint.DISK_WRITE_CACHED, request.sector, request.sectorCount);
            writeBack.write(request);
        } else {
            waiting.addLast(request);
        }
    }

    private long hitNanos(Request request) {
        return config.readCache().hitOverheadNanos() + config.busNanos(request.sectorCount);
    }

    private void advance() {
        Request done = current;
        current = null;
        phase = switch (phase) {
            case ACCESSING -> startNext(Phase.ACCESSING);
            case DESTAGING -> {
                writeBack.pieceDone();
                yield startNext(Phase.DESTAGING);
            }
            case IDLE -> throw violated("idle disk advanced at t=%d ns", engine.nowNanos());
        };
        if (done != null) {
            done.fire();
        }
    }

    private Phase startNext(Phase before) {
        boolean isDestagesTurn = writeBack.isUrgent() && before != Phase.DESTAGING;
        if (!waiting.isEmpty() && !isDestagesTurn) {
            return startAccess(takeNext());
        }
        return writeBack.hasWork() ? startDestage() : Phase.IDLE;
    }

    private Request takeNext() {
        Request chosen = waiting.first();
        if (chosen == null) {
            throw violated("nothing waits for the disk at t=%d ns", engine.nowNanos());
        }
        if (config.order() == DiskConfig.Order.SPTF) {
            long leastNanos = positionedNanos(chosen);
            for (Request other = waiting.after(chosen);
                    other != null;
                    other = waiting.after(other)) {
                long nanos = positionedNanos(other);
                if (nanos < leastNanos) {
                    leastNanos = nanos;
                    chosen = other;
                }
            }
        }
        waiting.remove(chosen);
        return chosen;
    }

    private long positionedNanos(Request request) {
        return mechanism.reachNanos(beginNanos(request), request.sector, directionOf(request));
    }

    /** The arm may move when the command is decoded, which it is while others are served. */
    private long beginNanos(Request request) {
        long overheadNanos = request.op == Bio.Op.READ
                ? config.readOverheadNanos()
                : config.writeOverheadNanos() + config.busNanos(request.sectorCount);
        return Math.max(engine.nowNanos(), request.driveNanos + overheadNanos);
    }

    private static Direction directionOf(Request request) {
        return request.op == Bio.Op.READ ? Direction.READ : Direction.WRITE;
    }

    private Phase startAccess(Request request) {
        current = request;
        long endNanos = request.op == Bio.Op.READ ? readMedium(request) : writeMedium(request);
        engine.schedule(endNanos - engine.nowNanos(), advance);
        return Phase.ACCESSING;
    }

    private long readMedium(Request request) {
        long nowNanos = engine.nowNanos();
        if (readAhead.covers(request.sector, nowNanos)) {
            streamHits++;
            trace(DiskTracepoint.DISK_BUFFER_HIT, request.sector, request.sectorCount);
            long passedNanos = readAhead.serve(request.sector, request.endSector(), nowNanos);
            return Math.max(
                    passedNanos + config.busNanos(1), request.driveNanos + hitNanos(request));
        }
        stopReadingAhead();
        long passedNanos = mechanism.access(
                beginNanos(request), request.sector, request.sectorCount, Direction.READ);
        readAhead.begin(request.sector, request.endSector(), passedNanos);
        if (!readAhead.isActive()) {
            segments.keep(request.sector, request.endSector());
        }
        long busNanos = config.busNanos(request.sectorCount);
        return Math.max(passedNanos + config.busNanos(1), beginNanos(request) + busNanos);
    }

    private long writeMedium(Request request) {
        stopReadingAhead();
        segments.drop(request.sector, request.endSector());
        writeBack.superseded(request.sector, request.endSector());
        return mechanism.access(
                beginNanos(request), request.sector, request.sectorCount, Direction.WRITE);
    }

    private Phase startDestage() {
        stopReadingAhead();
        destages++;
        writeBack.beginPiece();
        trace(DiskTracepoint.DISK_DESTAGE, writeBack.pieceFirst(), writeBack.pieceSectors());
        long endNanos = mechanism.access(
                writeBack.earliestNanos(),
                writeBack.pieceFirst(),
                writeBack.pieceSectors(),
                Direction.WRITE);
        engine.schedule(endNanos - engine.nowNanos(), advance);
        return Phase.DESTAGING;
    }

    private void stopReadingAhead() {
        if (readAhead.isActive()) {
            long from = readAhead.heldFrom();
            segments.keep(from, readAhead.stop(engine.nowNanos()));
        }
    }

    @Override
    public void stats(StatSink sink) {
        sink.stat("medium_accesses", mechanism.accesses());
        sink.stat("seek_us", mechanism.movedNanos() / 1000);
        sink.stat("rotation_us", mechanism.waitedNanos() / 1000);
        sink.stat("transfer_us", mechanism.transferredNanos() / 1000);
        sink.stat("buffer_hits", bufferHits);
        sink.stat("read_ahead_hits", streamHits);
        sink.stat("destages", destages);
        sink.stat("write_cache_sectors", writeBack.sectorsHeld());
        sink.stat("write_cache_stalls", writeBack.stalls());
    }

    @Override
    public void checkInvariants() {
        if ((current != null) != (phase == Phase.ACCESSING)) {
            throw violated("disk is %s with %s", phase, current);
        }
    }
}
