package dev.kiosim.devices.disk;

import dev.kiosim.devices.disk.DiskMechanism.Direction;
import dev.kiosim.devices.disk.ReadCacheConfig.ReadAheadPolicy;

/**
 * What the head reads by itself after a read: the medium streams on without pause, track after
 * track with their skews, until a limit. How far it got is computed when somebody asks, so reading
 * ahead takes no events.
 *
 * <p>The limit moves with the reader. If the stream stood still at it, it goes on when the sector
 * after it next comes by.
 */
final class ReadAhead {
    private final DiskMechanism mechanism;
    private final ReadCacheConfig config;
    private final long sectorCount;
    private boolean isActive;
    /** First sector that the segment still holds. */
    private long heldFrom;
    /** Where the stream stops. */
    private long limit;
    /** The part of a track that passes: first sector, end of the track, when the first begins. */
    private long pieceFirst;

    private long pieceEnd;
    private long pieceNanos;
    private int piecePerTrack;

    ReadAhead(DiskMechanism mechanism, ReadCacheConfig config, long sectorCount) {
        this.mechanism = mechanism;
        this.config = config;
        this.sectorCount = sectorCount;
    }

    boolean isActive() {
        return isActive;
    }

    /** Streams on after a read of the sectors from {@code first} that ended before {@code end}. */
    void begin(long first, long end, long nowNanos) {
        if (config.readAhead() == ReadAheadPolicy.NONE || end >= sectorCount) {
            return;
        }
        isActive = true;
        heldFrom = Math.max(first, end - config.segmentSectors());
        beginPiece(end, nowNanos);
        limit = limitAfter(first, end);
    }

    /** Whether {@code sector} is held, or is the very next to pass. */
    boolean covers(long sector, long nowNanos) {
        return isActive && sector >= heldFrom && sector <= reachedBy(nowNanos);
    }

    /**
     * Serves a read from the stream, which {@link #covers} its first sector.
     *
     * @return when its last sector has passed, perhaps before {@code nowNanos}
     */
    long serve(long first, long end, long nowNanos) {
        raiseLimit(limitAfter(first, end), nowNanos);
        while (end > pieceEnd) {
            beginPiece(pieceEnd, pieceNanos + passNanos(pieceEnd));
        }
        heldFrom = Math.max(heldFrom, end - config.segmentSectors());
        return end <= pieceFirst ? nowNanos : pieceNanos + passNanos(end);
    }

    /** Stops streaming; the arm is where the stream is. Returns the first sector not held. */
    long stop(long nowNanos) {
        long reached = reachedBy(nowNanos);
        mechanism.follow(Math.min(reached, sectorCount - 1));
        isActive = false;
        return reached;
    }

    /** First sector that the stream's segment holds. */
    long heldFrom() {
        return heldFrom;
    }

    private void raiseLimit(long newLimit, long nowNanos) {
        if (newLimit > limit) {
            if (reachedBy(nowNanos) == limit) {
                beginPiece(limit, nowNanos);
            }
            limit = newLimit;
        }
    }

    /** The first sector that has not passed at {@code nowNanos}. */
    private long reachedBy(long nowNanos) {
        while (true) {
            long end = Math.min(pieceEnd, limit);
            long endNanos = pieceNanos + passNanos(end);
            if (nowNanos < endNanos) {
                long inPiece = Math.max(0, nowNanos - pieceNanos);
                return pieceFirst + mechanism.sectorsPassed(inPiece, piecePerTrack);
            }
            if (end == limit) {
                return limit;
            }
            beginPiece(pieceEnd, endNanos);
        }
    }

    private void beginPiece(long sector, long nowNanos) {
        pieceNanos = mechanism.reach(nowNanos, sector, Direction.READ);
        pieceFirst = sector;
        pieceEnd = sector + mechanism.sectorsLeftOnTrack();
        piecePerTrack = mechanism.sectorsPerTrack();
    }

    /** From the beginning of the piece until the sectors before {@code end} have passed. */
    private long passNanos(long end) {
        return mechanism.passNanos(Math.max(0, end - pieceFirst), piecePerTrack);
    }

    private long limitAfter(long first, long end) {
        long segmentEnd = Math.max(end, first + config.segmentSectors());
        long wanted = switch (config.readAhead()) {
            case NONE -> end;
            case SEGMENT -> segmentEnd;
            case TRACK -> Math.min(segmentEnd, Math.max(end, pieceEnd));
            case STREAM -> Math.min(segmentEnd, end + piecePerTrack);
        };
        return Math.min(wanted, sectorCount);
    }
}
