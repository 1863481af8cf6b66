package dev.kiosim.scenarios.run;

import java.util.Arrays;

/**
 * Counts of non-negative numbers in log-linear buckets: exact below 64, then 64 buckets for each
 * doubling, so that a value read back is at most 1/64 above the one recorded. Integers only: equal
 * runs give equal percentiles.
 */
public final class Histogram {
    private static final int SUB_BITS = 6;
    private static final int SUB_COUNT = 1 << SUB_BITS;

    private long[] counts = new long[SUB_COUNT]; // as long as the greatest value needs
    private long count;
    private long sum;
    private long min = Long.MAX_VALUE;
    private long max;

    /** Records {@code value}, 0 or more. */
    public void record(long value) {
        int bucket = bucket(value);
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, bucket / SUB_COUNT * SUB_COUNT + SUB_COUNT);
        }
        counts[bucket]++;
        count++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    private static int bucket(long value) {
        if (value < SUB_COUNT) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - SUB_BITS;
        return (shift + 1) * SUB_COUNT + (int) ((value >>> shift) & (SUB_COUNT - 1));
    }

    private static long highest(int bucket) {
        if (bucket < SUB_COUNT) {
            return bucket;
        }
        int shift = bucket / SUB_COUNT - 1;
        long low = (long) (SUB_COUNT + bucket % SUB_COUNT) << shift;
        return low + (1L << shift) - 1;
    }

    /** How many values were recorded. */
    public long count() {
        return count;
    }

    /** Mean, rounded down; 0 if nothing was recorded. */
    public long mean() {
        return count == 0 ? 0 : sum / count;
    }

    /** Least value recorded; 0 if nothing was. */
    public long min() {
        return count == 0 ? 0 : min;
    }

    /** Greatest value recorded. */
    public long max() {
        return max;
    }

    /**
     * The value that {@code perMille} of a thousand values do not exceed, at most 1/64 too high.
     */
    public long quantile(int perMille) {
        long wanted = Math.max(1, (count * perMille + 999) / 1000);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(highest(i), max);
            }
        }
        return max;
    }

    /** Hears of each bucket that is not empty. */
    @FunctionalInterface
    public interface BucketVisitor {
        /** {@code count} values up to {@code highest}, and above the bucket before. */
        void bucket(long highest, long count);
    }

    /** Visits the buckets that are not empty, lowest first. */
    public void forEach(BucketVisitor visitor) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                visitor.bucket(highest(i), counts[i]);
            }
        }
    }
}
