package dev.kiosim.devices.bcache;

import static dev.kiosim.devices.bcache.SysfsAttribute.count;
import static dev.kiosim.devices.bcache.SysfsAttribute.size;

import dev.kiosim.devices.bcache.CacheStatistics.Counter;
import dev.kiosim.devices.bcache.CacheStatistics.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The four folders of counters, of a backing device or of the set. */
final class StatisticsAttributes {
    private StatisticsAttributes() {}

    static List<SysfsAttribute> rows(String folder) {
        Function<Bcache, CacheStatistics> of = folder.equals("bdev")
                ? bcache -> bcache.device().statistics()
                : bcache -> bcache.set().statistics();
        List<SysfsAttribute> rows = new ArrayList<>();
        for (Period period : Period.values()) {
            String directory = folder + "/" + period.directory() + "/";
            for (Counter counter : Counter.values()) {
                if (counter != Counter.BYPASSED) {
                    rows.add(counter(directory, of, period, counter));
                }
            }
            rows.add(count(
                    directory + "cache_hit_ratio",
                    "Hits among reads that did not bypass, per cent.",
                    b -> of.apply(b).hitRatio(period, b.set().nowNanos())));
            rows.add(size(
                    directory + "bypassed",
                    "Reads, writes and discards that passed the cache by.",
                    b -> of.apply(b).value(period, Counter.BYPASSED, b.set().nowNanos()) << 9));
        }
        return rows;
    }

    private static SysfsAttribute counter(
            String directory,
            Function<Bcache, CacheStatistics> of,
            Period period,
            Counter counter) {
        return count(
                directory + counter.name().toLowerCase(Locale.ROOT),
                switch (counter) {
                    case CACHE_HITS -> "Reads that found every sector in the cache.";
                    case CACHE_MISSES -> "Reads that did not.";
                    case CACHE_BYPASS_HITS -> "Reads that bypass, and found every sector.";
                    case CACHE_BYPASS_MISSES -> "Reads that bypass, and did not.";
                    case CACHE_MISS_COLLISIONS ->
                        "Misses whose insertion found that the range had been written meanwhile.";
                    case BYPASSED -> "";
                },
                b -> of.apply(b).value(period, counter, b.set().nowNanos()));
    }
}
