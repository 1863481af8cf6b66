package dev.kiosim.devices.disk;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.block.Drive;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.Request;
import dev.kiosim.block.RequestList;
import dev.kiosim.block.StatSink;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/**
 * A rotating disk that serves its commands in the order of arrival.
 *
 * <pre>
 * IDLE --command--> ACCESSING --done--> IDLE
 *                     ^  '--- done, more waiting ---.
 *                     '-----------------------------'
 * </pre>
 *
 * Invariant: {@code current} is null exactly while {@code phase} is IDLE.
 */
public final class RotatingDisk implements Drive {
    private enum Phase {
        IDLE,
        ACCESSING
    }

    private final DiskConfig config;
    private final Engine engine;
    private final DiskMechanism mechanism;
    private final @Nullable DriveContent content;
    private final RequestList waiting = new RequestList();
    private final Event advance = this::advance;
    private Phase phase = Phase.IDLE;
    private @Nullable Request current;
    private long mediumAccesses;
    private long movedNanos;
    private long waitedNanos;
    private long transferredNanos;

    /**
     * A disk as {@code config} says, its arm at cylinder 0; {@code content} is null if data are not
     * tracked.
     */
    public RotatingDisk(DiskConfig config, Engine engine, @Nullable DriveContent content) {
        this.config = config;
        this.engine = engine;
        this.content = content;
        mechanism = new DiskMechanism(config);
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
    public void start(Request request) {
        request.driveNanos = engine.nowNanos() + overheadNanos(request);
        waiting.addLast(request);
        if (phase == Phase.IDLE) {
            phase = startNext();
        }
    }

    private void advance() {
        Request done = current;
        phase = switch (phase) {
            case ACCESSING -> startNext();
            case IDLE -> throw violated("idle disk advanced at t=%d ns", engine.nowNanos());
        };
        if (done != null) {
            done.fire();
        }
    }

    private Phase startNext() {
        current = waiting.removeFirst();
        if (current == null) {
            return Phase.IDLE;
        }
        long beginNanos = Math.max(engine.nowNanos(), current.driveNanos);
        DiskMechanism.Direction direction = current.op == Bio.Op.READ
                ? DiskMechanism.Direction.READ
                : DiskMechanism.Direction.WRITE;
        long endNanos =
                mechanism.access(beginNanos, current.sector, current.sectorCount, direction);
        mediumAccesses++;
        movedNanos += mechanism.movedNanos();
        waitedNanos += mechanism.waitedNanos();
        transferredNanos += mechanism.transferredNanos();
        engine.schedule(endNanos - engine.nowNanos(), advance);
        return Phase.ACCESSING;
    }

    private long overheadNanos(Request request) {
        return request.op == Bio.Op.READ ? config.readOverheadNanos() : config.writeOverheadNanos();
    }

    @Override
    public void stats(StatSink sink) {
        sink.stat("medium_accesses", mediumAccesses);
        sink.stat("seek_us", movedNanos / 1000);
        sink.stat("rotation_us", waitedNanos / 1000);
        sink.stat("transfer_us", transferredNanos / 1000);
    }

    @Override
    public void checkInvariants() {
        if ((current == null) != (phase == Phase.IDLE)) {
            throw violated("disk is %s with %s", phase, current);
        }
    }
}
