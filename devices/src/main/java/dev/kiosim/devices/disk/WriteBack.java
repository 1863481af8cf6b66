package dev.kiosim.devices.disk;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.DriveContent;
import dev.kiosim.block.Request;
import dev.kiosim.block.RequestList;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;

/**
 * The write buffer of a disk: what was acknowledged and is not on the medium, writes that found no
 * room, and the flush that waits.
 *
 * <pre>
 * write --room--> acknowledged, dirty --begin--> on its way --done--> on the medium
 *   '--no room--> stalled ---^
 * </pre>
 *
 * Dirty runs go to the medium upwards from where the last one ended, then from the lowest again. A
 * flush ends when nothing is left that was dirty when it came. If sectors are written while older
 * data of them are on their way, the older count as durable from then on.
 */
final class WriteBack {
    /** Longest piece written at once, sectors: the head gets back to others soon. Assumed. */
    private static final int PIECE_SECTORS_MAX = 1024;

    private static final long ANY_AGE = Long.MAX_VALUE;

    private final DiskConfig config;
    private final Engine engine;
    private final @Nullable DriveContent content;
    private final DirtyExtents dirty = new DirtyExtents();
    private final RequestList stalled = new RequestList();
    private @Nullable Request flush;
    private long flushAge;
    private long writeAge;
    private long lastAcknowledgedNanos;
    private long pieceFirst;
    private long pieceEnd;
    private long pieceAge;
    private boolean isPieceDurable;
    private long stalls;

    WriteBack(DiskConfig config, Engine engine, @Nullable DriveContent content) {
        this.config = config;
        this.engine = engine;
        this.content = content;
    }

    /** Takes a write; acknowledges it when there is room. */
    void write(Request request) {
        if (!stalled.isEmpty() || !takeIn(request)) {
            stalls++;
            stalled.addLast(request);
        }
    }

    /** Ends {@code request} when all that is dirty now is on the medium. */
    void flush(Request request) {
        if (flush != null) {
            throw violated("%s while another flush is under way", request);
        }
        flush = request;
        flushAge = writeAge;
        endFlushIfDone();
    }

    /** The medium gets these sectors from a newer write, past the buffer. */
    void superseded(long from, long to) {
        dirty.remove(from, to);
    }

    /** Whether the buffer has all sectors from {@code from} to {@code to}. */
    boolean holds(long from, long to) {
        return dirty.holds(from, to) || (pieceFirst <= from && to <= pieceEnd);
    }

    /** Whether something waits to be written to the medium. */
    boolean hasWork() {
        return !dirty.isEmpty();
    }

    /** Whether somebody waits for it. */
    boolean isUrgent() {
        return hasWork() && (flush != null || !stalled.isEmpty());
    }

    /** Chooses the next piece to write; {@link #hasWork} must hold. */
    void beginPiece() {
        int next = dirty.next(pieceEnd, flush == null ? ANY_AGE : flushAge);
        if (next < 0) {
            next = dirty.next(pieceEnd, ANY_AGE);
        }
        pieceFirst = dirty.first(next);
        pieceEnd = Math.min(dirty.end(next), pieceFirst + PIECE_SECTORS_MAX);
        pieceAge = dirty.age(next);
        isPieceDurable = false;
        dirty.remove(pieceFirst, pieceEnd);
    }

    /** First sector of the piece that is on its way. */
    long pieceFirst() {
        return pieceFirst;
    }

    /** Sectors of that piece. */
    long pieceSectors() {
        return pieceEnd - pieceFirst;
    }

    /** Nothing is written before its write was acknowledged. */
    long earliestNanos() {
        return Math.max(lastAcknowledgedNanos, engine.nowNanos());
    }

    /** The piece is on the medium. */
    void pieceDone() {
        makePieceDurable();
        pieceFirst = pieceEnd;
        Request first = stalled.first();
        while (first != null && takeIn(first)) {
            stalled.remove(first);
            first = stalled.first();
        }
        endFlushIfDone();
    }

    private void makePieceDurable() {
        if (content != null && !isPieceDurable) {
            content.makeDurable(pieceFirst, pieceEnd - pieceFirst);
            isPieceDurable = true;
        }
    }

    private boolean takeIn(Request request) {
        long held = dirty.sectors() + pieceSectors();
        if (held > 0 && held + request.sectorCount > config.writeCache().sectors()) {
            return false;
        }
        if (request.sector < pieceEnd && pieceFirst < request.endSector()) {
            makePieceDurable();
        }
        dirty.add(request.sector, request.endSector(), writeAge++);
        long busNanos = config.busNanos(request.sectorCount);
        request.endIn(engine, config.writeOverheadNanos() + busNanos);
        lastAcknowledgedNanos = engine.nowNanos() + config.writeOverheadNanos() + busNanos;
        return true;
    }

    private void endFlushIfDone() {
        Request done = flush;
        boolean isPieceAwaited = pieceSectors() > 0 && pieceAge < flushAge;
        if (done != null && !isPieceAwaited && !dirty.hasOlderThan(flushAge)) {
            flush = null;
            done.endIn(engine, config.writeOverheadNanos());
        }
    }

    /** Sectors in the buffer. */
    long sectorsHeld() {
        return dirty.sectors() + pieceSectors();
    }

    /** Writes that found no room. */
    long stalls() {
        return stalls;
    }
}
