package dev.kiosim.config;

import dev.kiosim.engine.Nullable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with units, exact: a size, duration or bandwidth is a whole number of its base unit, or
 * it is refused.
 *
 * <p>{@code k}, {@code m}, {@code g}, {@code t} in either case are powers of 1024, as fio means
 * them by default; so are {@code KiB}, {@code MiB}, {@code GiB}, {@code TiB}. {@code KB},
 * {@code MB}, {@code GB}, {@code TB} are powers of 1000, as makers of disks mean them. (fio by
 * default takes KiB for 1000; kiosim follows IEC 80000-13.)
 *
 * @param units smallest first; of units that write a number equally short, the first is preferred
 * @param base what one is, for messages
 * @param description what may be written, with an example
 * @param bareUnit the unit that was probably meant where none is written, as fio takes it
 */
public record Measure(List<Unit> units, String base, String description, String bareUnit) {
    /** A unit of {@code factor} base units. */
    public record Unit(String name, long factor) {}

    /** Bytes. */
    public static final Measure SIZE = new Measure(
            sizes(),
            "bytes below 8EiB",
            "a size with unit, such as 512B, 4KiB or 4k, 1GiB (1GB is 10^9)",
            "B");
    /** Nanoseconds. */
    public static final Measure DURATION = new Measure(
            durations(),
            "nanoseconds below 292 years",
            "a duration with unit, such as 75us, 2ms, 30s",
            "s");
    /** Bytes per second. */
    public static final Measure BANDWIDTH = new Measure(
            bandwidths(),
            "bytes per second",
            "a bandwidth with unit, such as 270MB/s or 1GiB/s",
            "B/s");

    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?)([^0-9.].*)?");

    public Measure {
        units = List.copyOf(units);
    }

    /**
     * Reads a number with unit; 0 needs none.
     *
     * @param key the key it stands under, for the message; a unit that is missing is suggested
     *     after its default
     * @return bytes, nanoseconds or bytes per second
     * @throws ConfigException if there is no number, no unit or an unknown one, or if the value is
     *     not a whole number of the base unit or does not fit a long
     */
    public long read(Key key, String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            throw new ConfigException(key.name(), Values.quoted(text), description);
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String name = matcher.group(2);
        if (name == null) {
            return readBare(key, number, text);
        }
        Unit unit = find(name);
        if (unit == null) {
            String found = text + ", with an unknown unit " + Values.quoted(name.trim());
            throw new ConfigException(
                    key.name(), found, description, suggest(matcher.group(1), name));
        }
        return exact(key, number.multiply(BigDecimal.valueOf(unit.factor)), text);
    }

    private long readBare(Key key, BigDecimal number, String text) {
        if (number.signum() != 0) {
            throw new ConfigException(
                    key.name(), text + ", without a unit", description, text + unitLike(key));
        }
        return 0;
    }

    private String unitLike(Key key) {
        Matcher likely = NUMBER_AND_UNIT.matcher(String.valueOf(key.defaultText()));
        String unit = likely.matches() && likely.group(2) != null ? likely.group(2) : bareUnit;
        return find(unit) == null ? bareUnit : unit;
    }

    private @Nullable Unit find(String name) {
        for (Unit unit : units) {
            if (unit.name.equals(name)) {
                return unit;
            }
        }
        return null;
    }

    private String suggest(String number, String unitName) {
        String nearest = Nearest.to(unitName.trim(), names());
        for (Unit unit : units) {
            if (nearest.isEmpty() && unitName.trim().startsWith(unit.name)) {
                nearest = unit.name;
            }
        }
        return nearest.isEmpty() ? "" : number + nearest;
    }

    private long exact(Key key, BigDecimal value, String text) {
        try {
            return value.longValueExact();
        } catch (ArithmeticException notWhole) {
            throw new ConfigException(
                    key.name(), text + ", not a whole number of " + base, description);
        }
    }

    /** The names of all units. */
    public List<String> names() {
        return units.stream().map(Unit::name).toList();
    }

    /** A value as a person writes it, exactly: {@code 4MiB}, {@code 250GB}, {@code 1500us}. */
    public String text(long value) {
        String best = "";
        int bestLength = Integer.MAX_VALUE;
        for (Unit unit : units) {
            String digits = Long.toString(value / unit.factor);
            if (value % unit.factor == 0 && digits.length() < bestLength) {
                best = digits + unit.name;
                bestLength = digits.length();
            }
        }
        return best;
    }

    private static List<Unit> sizes() {
        List<Unit> units = new ArrayList<>();
        units.add(new Unit("B", 1));
        long binary = 1;
        long decimal = 1;
        for (String prefix : List.of("K", "M", "G", "T")) {
            binary *= 1024;
            decimal *= 1000;
            units.add(new Unit(prefix + "iB", binary));
            units.add(new Unit(prefix + "B", decimal));
            units.add(new Unit(prefix.toLowerCase(Locale.ROOT), binary));
            units.add(new Unit(prefix, binary));
        }
        units.add(new Unit("kB", 1000));
        return units;
    }

    private static List<Unit> durations() {
        return List.of(
                new Unit("ns", 1),
                new Unit("us", 1_000),
                new Unit("ms", 1_000_000),
                new Unit("s", 1_000_000_000),
                new Unit("min", 60_000_000_000L),
                new Unit("h", 3_600_000_000_000L));
    }

    private static List<Unit> bandwidths() {
        return sizes().stream()
                .filter(size -> size.name.endsWith("B"))
                .map(size -> new Unit(size.name + "/s", size.factor))
                .toList();
    }
}
