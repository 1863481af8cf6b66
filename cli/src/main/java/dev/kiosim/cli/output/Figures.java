package dev.kiosim.cli.output;

/**
 * Numbers as people read them: four digits that count, and a unit. Integers only, so that the same
 * number is the same text everywhere.
 */
public final class Figures {
    private static final Scale DURATION = new Scale(
            new long[] {1, 1_000, 1_000_000, 1_000_000_000},
            new String[] {"ns", "us", "ms", "s"},
            Fraction.ALWAYS);
    private static final Scale SIZE = new Scale(
            new long[] {1, 1L << 10, 1L << 20, 1L << 30, 1L << 40},
            new String[] {"B", "KiB", "MiB", "GiB", "TiB"},
            Fraction.UNLESS_ZERO);
    private static final int DIGITS = 4;
    private static final int MILLI_DIGITS = 6;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Whether what stands behind the point is written. */
    private enum Fraction {
        ALWAYS,
        UNLESS_ZERO
    }

    /** Units, smallest first, and how many of the smallest each is. */
    private static final class Scale {
        private final long[] factors;
        private final String[] units;
        private final Fraction fraction;

        Scale(long[] factors, String[] units, Fraction fraction) {
            this.factors = factors;
            this.units = units;
            this.fraction = fraction;
        }
    }

    private Figures() {}

    /** Appends nanoseconds: {@code 8.213 ms}. */
    public static ByteText duration(ByteText text, long nanos) {
        return scaled(text, nanos, DURATION);
    }

    /** Nanoseconds: {@code 8.213 ms}. */
    public static String duration(long nanos) {
        return duration(new ByteText(16), nanos).toString();
    }

    /** Bytes: {@code 4 KiB}, {@code 1.5 MiB}; whole numbers without a fraction. */
    public static String size(long bytes) {
        return scaled(new ByteText(16), bytes, SIZE).toString();
    }

    /** Appends a time of the simulation, to the nanosecond: {@code 8.213456 ms}. */
    public static ByteText time(ByteText text, long nanos) {
        return text.decimal(nanos / NANOS_PER_MILLI)
                .add('.')
                .digits(nanos % NANOS_PER_MILLI, MILLI_DIGITS)
                .add(" ms");
    }

    /** A time of the simulation, to the nanosecond: {@code 8.213456 ms}. */
    public static String time(long nanos) {
        return time(new ByteText(24), nanos).toString();
    }

    /** {@code part / whole} with one digit behind the point; 0 if there is no whole. */
    public static String ratio(long part, long whole) {
        if (whole == 0) {
            return "0";
        }
        long tenths = rounded(part, 10, whole);
        return new ByteText(24)
                .decimal(tenths / 10)
                .add('.')
                .digits(tenths % 10, 1)
                .toString();
    }

    /** How many a second, when {@code count} took so long: {@code 122}; 0 if it took no time. */
    public static long perSecond(long count, long nanos) {
        return nanos == 0 ? 0 : (long) (count * NANOS_PER_SECOND / nanos);
    }

    private static ByteText scaled(ByteText text, long value, Scale scale) {
        if (value < 0) {
            return scaled(text.add('-'), -value, scale);
        }
        long[] factors = scale.factors;
        int unit = 0;
        while (unit + 1 < factors.length && value >= factors[unit + 1]) {
            unit++;
        }
        long factor = factors[unit];
        boolean isWhole =
                unit == 0 || scale.fraction == Fraction.UNLESS_ZERO && value % factor == 0;
        int decimals = isWhole ? 0 : decimals(value / factor);
        long power = power(decimals);
        long number = rounded(value, power, factor);
        if (unit + 1 < factors.length && number >= factors[unit + 1] / factor * power) {
            return scaled(text, factors[unit + 1], scale); // 999.96 us is 1.000 ms
        }
        text.decimal(number / power);
        if (decimals > 0) {
            text.add('.').digits(number % power, decimals);
        }
        return text.add(' ').add(scale.units[unit]);
    }

    private static int decimals(long whole) {
        int digits = 1;
        for (long rest = whole / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return Math.max(0, DIGITS - digits);
    }

    private static long power(int decimals) {
        long power = 1;
        for (int i = 0; i < decimals; i++) {
            power *= 10;
        }
        return power;
    }

    /** {@code value * power / factor}, rounded to the nearest. */
    private static long rounded(long value, long power, long factor) {
        return value / factor * power + (value % factor * power + factor / 2) / factor;
    }
}
