package dev.kiosim.block;

import static dev.kiosim.engine.InvariantViolation.violated;

/**
 * Cuts a bio that is longer than a request may be into pieces, and ends it when the last piece has
 * ended; the receipt of that last piece is the receipt of the whole. Pieces are pooled.
 *
 * <p>Source: Linux block/blk-merge.c, blk_queue_split.
 */
final class BioSplitter {
    private final int sectorsMax;
    private final BlockDevice below;
    private final BlockTrace trace;
    private final BioEnd pieceEnd = this::pieceEnded;
    private final BioPool pieces = new BioPool();

    /** Pieces of at most {@code sectorsMax} sectors go to {@code below}. */
    BioSplitter(int sectorsMax, BlockDevice below, BlockTrace trace) {
        this.sectorsMax = sectorsMax;
        this.below = below;
        this.trace = trace;
    }

    /** Whether the bio has to be cut. */
    boolean isTooLong(Bio bio) {
        return bio.sectorCount > sectorsMax && bio.op.movesData();
    }

    /** Submits {@code bio} in pieces. */
    void submitPieces(Bio bio, long nowNanos) {
        bio.piecesLeft = (bio.sectorCount + sectorsMax - 1) / sectorsMax;
        for (int from = 0; from < bio.sectorCount; from += sectorsMax) {
            if (from > 0 && trace.isOn()) {
                trace.split(bio, bio.sector + from);
            }
            Bio piece = pieceOf(bio, from, Math.min(sectorsMax, bio.sectorCount - from));
            piece.submitTo(below, nowNanos);
        }
    }

    private Bio pieceOf(Bio bio, int from, int sectors) {
        Bio piece = pieces.take();
        piece.prepare(bio.op, bio.flags, bio.sector + from, sectors, pieceEnd);
        piece.taskId = bio.taskId;
        piece.cpu = bio.cpu;
        piece.priorityClass = bio.priorityClass;
        piece.priorityLevel = bio.priorityLevel;
        piece.stamps = bio.stamps;
        piece.stampsFrom = bio.stampsFrom + from;
        piece.parent = bio;
        piece.originDevice = bio.originDevice;
        piece.originSector = bio.originSector + from;
        return piece;
    }

    private void pieceEnded(Bio piece) {
        Bio whole = piece.parent;
        if (whole == null) {
            throw violated("%s ended, a piece of nothing", piece);
        }
        if (piece.status != BioStatus.OK && whole.status == BioStatus.OK) {
            whole.status = piece.status;
        }
        whole.deviceBits |= piece.deviceBits;
        whole.piecesLeft--;
        boolean wasLast = whole.piecesLeft == 0;
        if (wasLast) {
            whole.queueNanos += piece.queueNanos;
            whole.schedulerNanos += piece.schedulerNanos;
            whole.deviceNanos += piece.deviceNanos;
            whole.dispatchedNanos = piece.dispatchedNanos;
        }
        piece.settle(piece.submittedNanos + piece.receiptNanos());
        piece.stamps = null;
        piece.parent = null;
        pieces.give(piece);
        if (wasLast) {
            whole.fire();
        }
    }
}
