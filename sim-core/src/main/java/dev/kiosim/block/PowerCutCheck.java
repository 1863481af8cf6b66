package dev.kiosim.block;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;

/**
 * Reads every sector that was ever written back from a device that has been started again after a
 * power cut, and compares with what it had promised.
 *
 * <p>The reads ask caches to insert nothing, so that a run that goes on is as it would be without
 * the check.
 *
 * <p>A sector is as it should be if it holds the last acknowledged version, or one that was under
 * way. If it holds an older one, each acknowledged write that is missing counts as lost unless it
 * overlapped in time with what is there; the devices tell whether they have a reason.
 */
public final class PowerCutCheck {
    private static final long FINE = -1;
    private static final int BIO_SECTORS_MAX = 1024;

    private final Engine engine;
    private final BlockDevice before;
    private final BlockDevice after;
    private final DurabilityLedger ledger;
    private final PowerCutReport report;
    private final SectorStamps verdicts = new SectorStamps(FINE);
    private final SectorStamps missing = new SectorStamps(Long.MAX_VALUE);
    private final SectorStamps found = new SectorStamps(DriveContent.NEVER_WRITTEN);
    private final BioEnd pieceEnd = this::pieceEnded;
    private long[] sectors = {};
    private int next;
    private int bios;

    /**
     * A check of {@code after}, which runs on {@code engine} and is what {@code before} was when
     * the power failed.
     */
    public PowerCutCheck(
            Engine engine,
            BlockDevice before,
            BlockDevice after,
            DurabilityLedger ledger,
            PowerCutReport report) {
        this.engine = engine;
        this.before = before;
        this.after = after;
        this.ledger = ledger;
        this.report = report;
    }

    /** Reads everything, in order, one bio at a time, and counts; time passes on the engine. */
    public void run() {
        sectors = ledger.writtenSectors();
        submitNext();
        boolean goesOn = true;
        while (bios > 0 && goesOn) {
            goesOn = engine.step();
        }
        if (next < sectors.length || bios > 0) {
            throw new IllegalStateException(
                    after.name() + " does not answer reads after the power cut");
        }
        judge();
    }

    /** Shows what every sector held: {@link DurabilityLedger#UNREADABLE} if no data. */
    public void forEachFound(DurabilityLedger.Found visitor) {
        for (long sector : sectors) {
            visitor.add(sector, found.get(sector));
        }
    }

    private void submitNext() {
        if (next == sectors.length) {
            return;
        }
        long first = sectors[next];
        int count = 1;
        while (count < BIO_SECTORS_MAX
                && next + count < sectors.length
                && sectors[next + count] == first + count) {
            count++;
        }
        next += count;
        bios++;
        Bio bio = new Bio();
        bio.prepare(Bio.Op.READ, Bio.SYNC | Bio.HINT_BYPASS, first, count, pieceEnd);
        bio.stamps = new long[count];
        bio.stampsFrom = 0;
        bio.submitTo(after, engine.nowNanos());
    }

    private void pieceEnded(Bio bio) {
        bio.settle(engine.nowNanos());
        long[] stamps = bio.stamps;
        for (int i = 0; i < bio.sectorCount; i++) {
            found.put(bio.sector + i, stampOf(bio, stamps, i));
        }
        bios--;
        submitNext();
    }

    private static long stampOf(Bio bio, long @Nullable [] stamps, int index) {
        return bio.status == BioStatus.OK && stamps != null && stamps[index] >= 0
                ? stamps[index]
                : DurabilityLedger.UNREADABLE;
    }

    private void judge() {
        ledger.forEachAcknowledged(this::compare);
        for (long sector : sectors) {
            long stamp = found.get(sector);
            if (!ledger.mayHold(sector, stamp)) {
                convict(sector, ledger.promisedVersion(sector), holeOrNone(sector, stamp));
            }
            long verdict = verdicts.get(sector);
            if (verdict != FINE) {
                LossReason reason = LossReason.values()[(int) verdict];
                report.countLoss(after.name(), sector, reason, stamp, missing.get(sector));
            }
        }
        report.countChecked(sectors.length);
    }

    private void compare(long version, long least, long first, int count, long ackNanos) {
        for (long sector = first; sector < first + count; sector++) {
            if (found.get(sector) < least) {
                LossReason reason = after.source(sector) == BlockDevice.Source.LOST_COPY
                        ? LossReason.INDEX_AHEAD
                        : before.whyLost(sector, version, ackNanos);
                convict(sector, version, reason);
            }
        }
    }

    /** What was promised, or was never in this sector, is lost: only a hole explains that. */
    private LossReason holeOrNone(long sector, long stamp) {
        BlockDevice.Source source = after.source(sector);
        if (source == BlockDevice.Source.LOST_COPY) {
            return LossReason.INDEX_AHEAD;
        }
        long promised = ledger.promisedVersion(sector);
        LossReason reason = source == BlockDevice.Source.DEVICE && stamp < promised
                ? before.whyLost(sector, promised, -1)
                : LossReason.NONE;
        return reason.isHole() ? reason : LossReason.NONE;
    }

    /** The worst verdict stays: one loss that is not allowed outweighs all that are. */
    private void convict(long sector, long version, LossReason reason) {
        long before = verdicts.get(sector);
        if (before == FINE || reason == LossReason.NONE) {
            verdicts.put(sector, reason.ordinal());
        }
        missing.put(sector, Math.min(missing.get(sector), version));
    }
}
