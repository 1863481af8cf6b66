package dev.kiosim.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with units, exact: a size, duration or bandwidth is a whole number of its base unit, or it
 * is refused.
 *
 * <p>{@code k}, {@code m}, {@code g}, {@code t} in either case are powers of 1024, as fio means them
 * by default; so are {@code KiB}, {@code MiB}, {@code GiB}, {@code TiB}. {@code KB}, {@code MB},
 * {@code GB}, {@code TB} are powers of 1000, as makers of disks mean them. (fio by default takes KiB
 * for 1000; kiosim follows IEC 80000-13.)
 */
public final class Units {
    private static final Pattern NUMBER_UNIT =
            Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?)([^0-9.].*)?");
    private static final Map<String, Long> SIZES = sizes();
    private static final Map<String, Long> DURATIONS = durations();
    private static final Map<String, Long> BANDWIDTHS = bandwidths();

    /** A kind of measure: which units it has, and how it is called in messages. */
    public enum Measure {
        /** Bytes. */
        SIZE(SIZES, "a size with unit (B, KiB, MiB, GiB, TiB; k, m, g, t for short; KB, MB, GB, TB"
                + " are powers of 1000), such as 4KiB", "4KiB"),
        /** Nanoseconds. */
        DURATION(DURATIONS, "a duration with unit (ns, us, ms, s, min, h), such as 2ms", "2ms"),
        /** Bytes per second. */
        BANDWIDTH(BANDWIDTHS, "a bandwidth with unit (MB/s, MiB/s, KB/s, GB/s), such as 270MB/s",
                "270MB/s");

        private final Map<String, Long> factors;
        private final String description;
        private final String example;

        Measure(Map<String, Long> factors, String description, String example) {
            this.factors = factors;
            this.description = description;
            this.example = example;
        }

        /** "a size with unit (B, KiB, ...), such as 4KiB". */
        public String description() {
            return description;
        }

        /** A value as it may be written. */
        public String example() {
            return example;
        }

        /** The units, smallest first, as a regular expression's alternatives. */
        public List<String> units() {
            return List.copyOf(factors.keySet());
        }
    }

    private Units() {}

    /**
     * Reads a number with unit; 0 needs none.
     *
     * @param key the key it stands under, for the message
     * @return bytes, nanoseconds or bytes per second
     * @throws ConfigException if there is no number, no unit or an unknown one, or if the value is
     *     not a whole number of the base unit or does not fit a long
     */
    public static long read(Measure measure, String key, String text) {
        Matcher matcher = NUMBER_UNIT.matcher(text);
        if (!matcher.matches()) {
            throw new ConfigException(key, quoted(text), measure.description());
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String unit = matcher.group(2);
        if (unit == null) {
            return readWithoutUnit(measure, key, number, text);
        }
        Long factor = measure.factors.get(unit);
        if (factor == null) {
            String nearest = Nearest.to(unit.trim(), measure.units());
            throw new ConfigException(
                    key,
                    text + ", whose unit \"" + unit + "\" is unknown",
                    measure.description(),
                    nearest.isEmpty() ? "" : matcher.group(1) + nearest);
        }
        return exact(measure, key, number.multiply(BigDecimal.valueOf(factor)), text);
    }

    private static long readWithoutUnit(
            Measure measure, String key, BigDecimal number, String text) {
        if (number.signum() != 0) {
            throw new ConfigException(key, text + ", without a unit", measure.description());
        }
        return 0;
    }

    private static long exact(Measure measure, String key, BigDecimal value, String text) {
        try {
            return value.longValueExact();
        } catch (ArithmeticException notWhole) {
            throw new ConfigException(
                    key, text + ", not a whole number of " + base(measure), measure.description());
        }
    }

    private static String base(Measure measure) {
        return switch (measure) {
            case SIZE -> "bytes below 8 EiB";
            case DURATION -> "nanoseconds below 292 years";
            case BANDWIDTH -> "bytes per second";
        };
    }

    /** Bytes as a person writes them, exactly: {@code 4MiB}, {@code 512B}, {@code 250GB}. */
    public static String sizeText(long bytes) {
        return text(SIZES, bytes);
    }

    /** Nanoseconds as a person writes them, exactly: {@code 2ms}, {@code 1500us}. */
    public static String durationText(long nanos) {
        return text(DURATIONS, nanos);
    }

    /** Bytes per second as a person writes them, exactly: {@code 270MB/s}. */
    public static String bandwidthText(long bytesPerSecond) {
        return text(BANDWIDTHS, bytesPerSecond);
    }

    /** A value of that measure as a person writes it. */
    public static String text(Measure measure, long value) {
        return text(measure.factors, value);
    }

    /** The shortest exact way to write it; of equally short ones, the first in the table. */
    private static String text(Map<String, Long> units, long value) {
        String best = "";
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            if (value % unit.getValue() == 0) {
                String written = value / unit.getValue() + unit.getKey();
                int digits = written.length() - unit.getKey().length();
                if (best.isEmpty() || digits < digitsOf(best)) {
                    best = written;
                }
            }
        }
        return best;
    }

    private static int digitsOf(String written) {
        int digits = 0;
        while (digits < written.length() && !Character.isLetter(written.charAt(digits))) {
            digits++;
        }
        return digits;
    }

    /** A scalar as messages show it: in double quotes. */
    public static String quoted(String text) {
        return '"' + text + '"';
    }

    private static Map<String, Long> sizes() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("B", 1L);
        long binary = 1;
        long decimal = 1;
        for (String prefix : List.of("K", "M", "G", "T")) {
            binary *= 1024;
            decimal *= 1000;
            units.put(prefix + "iB", binary);
            units.put(prefix + "B", decimal);
            units.put(prefix, binary);
            units.put(prefix.toLowerCase(Locale.ROOT), binary);
        }
        units.put("kB", 1000L);
        return units;
    }

    private static Map<String, Long> durations() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("ns", 1L);
        units.put("us", 1_000L);
        units.put("ms", 1_000_000L);
        units.put("s", 1_000_000_000L);
        units.put("min", 60_000_000_000L);
        units.put("h", 3_600_000_000_000L);
        return units;
    }

    private static Map<String, Long> bandwidths() {
        Map<String, Long> units = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(SIZES.keySet());
        names.removeIf(name -> !name.endsWith("B"));
        for (String name : names) {
            units.put(name + "/s", SIZES.get(name));
        }
        return units;
    }
}
