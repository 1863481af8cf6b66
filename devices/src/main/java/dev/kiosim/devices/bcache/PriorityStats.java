package dev.kiosim.devices.bcache;

import java.util.Arrays;

/**
 * {@code priority_stats}: shares of the buckets by what they hold, and how far their priorities are
 * below that of a bucket that was just read. Source: sysfs.c, bch_cache_show.
 */
final class PriorityStats {
    private static final int QUANTILES = 31;
    private static final int PER_CENT = 100;

    private final Geometry geometry;
    private final Buckets buckets;
    private final int[] ages;

    PriorityStats(CacheSet set) {
        geometry = set.geometry();
        buckets = set.buckets();
        ages = ages();
    }

    /**
     * How far the priority of each bucket is below the initial one, youngest first; buckets that
     * have none (never used, or metadata) are left out.
     */
    private int[] ages() {
        int[] all = new int[geometry.bucketCount()];
        int count = 0;
        for (int i = geometry.firstBucket(); i < geometry.bucketCount(); i++) {
            int prio = buckets.prio(i);
            if (prio != 0 && prio != Buckets.METADATA_PRIO) {
                all[count++] = Buckets.INITIAL_PRIO - prio;
            }
        }
        int[] aged = Arrays.copyOf(all, count);
        Arrays.sort(aged);
        return aged;
    }

    /** Buckets that hold {@code mark}. */
    int count(byte mark) {
        int count = 0;
        for (int i = geometry.firstBucket(); i < geometry.bucketCount(); i++) {
            count += buckets.mark(i) == mark ? 1 : 0;
        }
        return count;
    }

    /** Buckets that hold no sectors, as of the last garbage collection. */
    int unused() {
        int count = 0;
        for (int i = geometry.firstBucket(); i < geometry.bucketCount(); i++) {
            count += buckets.sectorsUsed(i) == 0 ? 1 : 0;
        }
        return count;
    }

    private long average() {
        long sum = 0;
        for (int age : ages) {
            sum += age;
        }
        return ages.length == 0 ? 0 : sum / ages.length;
    }

    private int quantile(int index) {
        return ages.length == 0
                ? 0
                : ages[(int) ((long) ages.length * (index + 1) / (QUANTILES + 1))];
    }

    private String percent(int count) {
        return (long) count * PER_CENT / geometry.bucketCount() + "%";
    }

    /** As the kernel prints it. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("Unused:\t\t").append(percent(unused()));
        text.append("\nClean:\t\t").append(percent(count(Buckets.RECLAIMABLE)));
        text.append("\nDirty:\t\t").append(percent(count(Buckets.DIRTY)));
        text.append("\nMetadata:\t").append(percent(count(Buckets.METADATA)));
        text.append("\nAverage:\t").append(average());
        text.append("\nSectors per Q:\t")
                .append((long) ages.length * geometry.bucketSectors() / (QUANTILES + 1));
        text.append("\nQuantiles:\t[");
        for (int i = 0; i < QUANTILES; i++) {
            text.append(i == 0 ? "" : " ").append(quantile(i));
        }
        return text.append(']').toString();
    }
}
