package dev.kiosim.block;

import java.util.ArrayList;
import java.util.List;

/**
 * What failures of devices have cost, in sectors: content that somebody had been promised and that
 * the device gives back no more.
 */
public final class FailureReport {
    /** More are counted, but not listed. */
    private static final int LISTED_MAX = 64;

    private final long[][] losses =
            new long[FailureReason.values().length][Promise.values().length];
    private final List<FailedExtent> lost = new ArrayList<>();
    private long sectorsReadOld;

    /** Counts sectors that were lost; of what had not been promised nothing is lost. */
    public void count(FailedExtent extent) {
        if (extent.promise() == Promise.NONE) {
            return;
        }
        losses[extent.reason().ordinal()][extent.promise().ordinal()] += extent.sectorCount();
        FailedExtent last = lost.isEmpty() ? null : lost.get(lost.size() - 1);
        if (last != null && last.isContinuedBy(extent)) {
            lost.set(lost.size() - 1, last.with(extent));
        } else if (lost.size() < LISTED_MAX) {
            lost.add(extent);
        }
    }

    /** Sectors that were read with other content than had been promised, after they were lost. */
    public void countReadOld(long sectors) {
        sectorsReadOld += sectors;
    }

    /** The same sectors. */
    public long sectorsReadOld() {
        return sectorsReadOld;
    }

    /** Sectors lost in this way. */
    public long losses(FailureReason reason) {
        long sum = 0;
        for (long count : losses[reason.ordinal()]) {
            sum += count;
        }
        return sum;
    }

    /** Sectors lost of which this had been promised. */
    public long losses(Promise promise) {
        long sum = 0;
        for (long[] counts : losses) {
            sum += counts[promise.ordinal()];
        }
        return sum;
    }

    /** All sectors lost. */
    public long total() {
        long sum = 0;
        for (FailureReason reason : FailureReason.values()) {
            sum += losses(reason);
        }
        return sum;
    }

    /** The runs of sectors that were lost, 64 at the most. */
    public List<FailedExtent> lost() {
        return List.copyOf(lost);
    }

    /** One line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("lost ").append(total());
        for (FailureReason reason : FailureReason.values()) {
            text.append(", ").append(reason.label()).append(' ').append(losses(reason));
        }
        for (Promise promise : Promise.values()) {
            text.append(", ").append(promise.label()).append(' ').append(losses(promise));
        }
        return text.toString();
    }
}
