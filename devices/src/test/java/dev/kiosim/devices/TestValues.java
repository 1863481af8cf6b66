package dev.kiosim.devices;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of keys, with the few units that tests write. */
final class TestValues {
    private static final Pattern MEASURE = Pattern.compile("([0-9.]+)\\s*([A-Za-z/]*)");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("B", 1L),
            Map.entry("KiB", 1L << 10),
            Map.entry("MiB", 1L << 20),
            Map.entry("GiB", 1L << 30),
            Map.entry("TiB", 1L << 40),
            Map.entry("MB/s", 1_000_000L),
            Map.entry("ns", 1L),
            Map.entry("us", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("s", 1_000_000_000L));

    private TestValues() {}

    static Object of(Key key, String text) {
        if (key.type() == KeyType.WORD
                || key.type() == KeyType.TEXT
                || key.type() == KeyType.DEVICE) {
            return text;
        }
        if (key.type() == KeyType.BOOLEAN) {
            return Boolean.valueOf(text);
        }
        if (key.type() == KeyType.DECIMAL) {
            return Double.valueOf(text);
        }
        Matcher measure = MEASURE.matcher(text);
        if (!measure.matches() || !UNITS.containsKey(measure.group(2))) {
            throw new AssertionError(key.name() + " cannot be " + text);
        }
        return Math.round(Double.parseDouble(measure.group(1)) * UNITS.get(measure.group(2)));
    }
}
