package dev.kiosim.block;

import dev.kiosim.engine.Engine;
import java.util.Arrays;

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
    private static final byte FINE = -1;
    private static final int BIO_SECTORS_MAX = 1024;

    private final Engine engine;
    private final BlockDevice before;
    private final BlockDevice after;
    private final DurabilityLedger ledger;
    private final PowerCutReport report;
    private final BioEnd pieceEnd = this::pieceEnded;
    private final Bio bio = new Bio();
    private final long[] sectors;
    /** Of each of the sectors: what it held, the verdict, the version that is missing. */
    private final long[] found;

    private final byte[] verdicts;
    private final long[] missing;
    private int next;
    private int inFlight;

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
        sectors = ledger.writtenSectors();
        found = new long[sectors.length];
        verdicts = new byte[sectors.length];
        missing = new long[sectors.length];
        Arrays.fill(verdicts, FINE);
        Arrays.fill(missing, Long.MAX_VALUE);
    }

    /**
     * Reads everything, in order, one bio at a time, and counts; time passes on the engine. False,
     * and nothing is counted, if the device does not answer: {@link BlockDevice#waitsFor}.
     */
    public boolean run() {
        submitNext();
        boolean goesOn = true;
        while (inFlight > 0 && goesOn) {
            goesOn = engine.step();
        }
        if (inFlight > 0) {
            return false;
        }
        judge();
        return true;
    }

    /** Shows what every sector held: {@link DurabilityLedger#UNREADABLE} if no data. */
    public void forEachFound(DurabilityLedger.Found visitor) {
        for (int i = 0; i < sectors.length; i++) {
            visitor.add(sectors[i], found[i]);
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
        inFlight = count;
        bio.prepare(Bio.Op.READ, Bio.SYNC | Bio.HINT_BYPASS, first, count, pieceEnd);
        bio.stamps = found;
        bio.stampsFrom = next;
        bio.submitTo(after, engine.nowNanos());
    }

    private void pieceEnded(Bio read) {
        read.settle(engine.nowNanos());
        for (int i = next; i < next + inFlight; i++) {
            if (read.status != BioStatus.OK || found[i] < 0) {
                found[i] = DurabilityLedger.UNREADABLE;
            }
        }
        next += inFlight;
        inFlight = 0;
        submitNext();
    }

    private void judge() {
        ledger.forEachAcknowledged(this::compare);
        for (int i = 0; i < sectors.length; i++) {
            long sector = sectors[i];
            if (!ledger.mayHold(sector, found[i])) {
                convict(i, ledger.promisedVersion(sector), holeOrNone(sector, found[i]));
            }
            if (verdicts[i] != FINE) {
                LossReason reason = LossReason.values()[verdicts[i]];
                report.countLoss(after.name(), sector, reason, found[i], missing[i]);
            }
        }
        report.countChecked(sectors.length);
    }

    /** All sectors of a write are among those that were read, one behind the other. */
    private void compare(long version, long least, long first, int count, long ackNanos) {
        int at = Arrays.binarySearch(sectors, first);
        for (int i = at; i < at + count; i++) {
            long sector = sectors[i];
            if (found[i] < least) {
                LossReason reason = after.source(sector) == BlockDevice.Source.LOST_COPY
                        ? LossReason.INDEX_AHEAD
                        : before.whyLost(sector, version, ackNanos);
                convict(i, version, reason);
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

    /** The worst verdict stays: not allowed, then a hole, then what the contract allows. */
    private void convict(int index, long version, LossReason reason) {
        int before = verdicts[index];
        if (before == FINE || weight(reason) > weight(LossReason.values()[before])) {
            verdicts[index] = (byte) reason.ordinal();
        }
        missing[index] = Math.min(missing[index], version);
    }

    private static int weight(LossReason reason) {
        return reason == LossReason.NONE ? 2 : reason.isHole() ? 1 : 0;
    }
}
