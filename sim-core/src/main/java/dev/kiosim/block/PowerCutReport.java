package dev.kiosim.block;

import java.util.ArrayList;
import java.util.List;

/**
 * What power cuts have cost, over one or many of them. Losses are counted in sectors: acknowledged
 * writes that were not there, by reason.
 */
public final class PowerCutReport {
    /** More are counted, but not listed. */
    private static final int LISTED_MAX = 64;

    private final long[] losses = new long[LossReason.values().length];
    private final List<LostExtent> lost = new ArrayList<>();
    private long cuts;
    private long sectorsChecked;

    /** Counts a cut. */
    public void countCut() {
        cuts++;
    }

    /** Power cuts. */
    public long cuts() {
        return cuts;
    }

    /** Sectors that were read and compared. */
    public long sectorsChecked() {
        return sectorsChecked;
    }

    /** Sectors lost for this reason. */
    public long losses(LossReason reason) {
        return losses[reason.ordinal()];
    }

    /** Sectors whose loss the contract of flush and FUA allows. */
    public long allowed() {
        return losses(LossReason.DRIVE_CACHE) + losses(LossReason.JOURNAL_DELAY);
    }

    /** Sectors that bcache itself loses, whatever was flushed. */
    public long holes() {
        return losses(LossReason.CLEAN_AHEAD)
                + losses(LossReason.INDEX_AHEAD)
                + losses(LossReason.BYPASS_AHEAD);
    }

    /** Sectors that should be there and are not. */
    public long notAllowed() {
        return losses(LossReason.NONE);
    }

    /** The runs of sectors that were lost: 64 at the most, and all whose loss is not allowed. */
    public List<LostExtent> lost() {
        return List.copyOf(lost);
    }

    /** Adds up what another report has. */
    public void add(PowerCutReport other) {
        cuts += other.cuts;
        sectorsChecked += other.sectorsChecked;
        for (int i = 0; i < losses.length; i++) {
            losses[i] += other.losses[i];
        }
        other.lost.forEach(this::list);
    }

    /** One line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(cuts).append(" cuts, ").append(sectorsChecked).append(" sectors checked");
        for (LossReason reason : LossReason.values()) {
            text.append(", ").append(reason.label()).append(' ').append(losses(reason));
        }
        return text.toString();
    }

    void countChecked(long sectors) {
        sectorsChecked += sectors;
    }

    /** A sector holds {@code found} and should hold {@code expected} or a later version. */
    void countLoss(String device, long sector, LossReason reason, long found, long expected) {
        losses[reason.ordinal()]++;
        LostExtent last = lost.isEmpty() ? null : lost.get(lost.size() - 1);
        if (last != null && last.isContinuedBy(device, sector, reason, found, expected)) {
            lost.set(lost.size() - 1, last.longer());
        } else {
            list(new LostExtent(device, sector, 1, reason, found, expected));
        }
    }

    private void list(LostExtent extent) {
        if (lost.size() < LISTED_MAX || extent.reason() == LossReason.NONE) {
            lost.add(extent);
        }
    }
}
