package dev.kiosim.devices.bcache;

/** Sizes as bcache prints them in sysfs. Source: util.c, bch_hprint. */
final class HumanSize {
    private static final String UNITS = "?kMGTPEZY";
    private static final int UNIT = 1024;
    private static final int LIMIT = 1000;

    private HumanSize() {}

    /** At least one division by 1024, until below 1000; one decimal, truncated: 512 is "0.5k". */
    static String of(long bytes) {
        long rest = Math.abs(bytes);
        long remainder;
        int unit = 0;
        do {
            unit++;
            remainder = rest % UNIT;
            rest /= UNIT;
        } while (rest >= LIMIT);
        return (bytes < 0 ? "-" : "") + rest + "." + remainder * 10 / UNIT + UNITS.charAt(unit);
    }
}
