package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.engine.Nullable;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number in sysfs: plain, per cent, or a size as bcache prints it.
 *
 * @param value in thousandths of a unit or byte
 * @param unit per cent sign, k, M, G, T, or empty
 */
record Measure(long value, String unit) {
    private static final Pattern NUMBER = Pattern.compile("(-?\\d+(?:\\.\\d+)?)([kMGT%]?)");
    private static final String SIZES = "kMGT";
    private static final int THOUSANDTHS = 3;
    private static final int BITS_PER_UNIT = 10;
    /** What may always differ: a page of metadata, two percentage points, four of anything else. */
    private static final long SIZE_SLACK = 4096_000;

    private static final long PERCENT_SLACK = 2_000;
    private static final long COUNT_SLACK = 4_000;
    private static final int BAND = 10;

    /** The number in a text, or null if it is none. */
    static @Nullable Measure of(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String unit = String.valueOf(matcher.group(2));
        int power = unit.isEmpty() ? 0 : SIZES.indexOf(unit) + 1;
        long plain =
                new BigDecimal(matcher.group(1)).movePointRight(THOUSANDTHS).longValue();
        return new Measure(plain << BITS_PER_UNIT * power, unit);
    }

    /**
     * Whether the other is within ten per cent, or within what is always left open and {@code more}
     * than that.
     */
    boolean isNear(Measure other, long more) {
        long slack = more * 1000
                + switch (unit) {
                    case "" -> COUNT_SLACK;
                    case "%" -> PERCENT_SLACK;
                    default -> SIZE_SLACK + ulp();
                };
        long greater = Math.max(Math.abs(value), Math.abs(other.value));
        return Math.abs(value - other.value) <= Math.max(slack, greater / BAND);
    }

    /** The lesser of both; this, if there is no other. */
    Measure lesser(@Nullable Measure other) {
        return other == null || value <= other.value ? this : other;
    }

    /** The greater of both; this, if there is no other. */
    Measure greater(@Nullable Measure other) {
        return other == null || value >= other.value ? this : other;
    }

    /** Whether it lies between two others, or near one of them. */
    boolean isNearRange(Measure low, Measure high, long more) {
        return low.value <= value && value <= high.value
                || low.isNear(this, more)
                || high.isNear(this, more);
    }

    /** The last digit of a size. */
    private long ulp() {
        return (1000L << BITS_PER_UNIT * (SIZES.indexOf(unit) + 1)) / BAND;
    }
}
