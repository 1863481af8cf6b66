package dev.kiosim.devices.bcache;

import dev.kiosim.devices.bcache.CacheStatistics.Counter;
import dev.kiosim.devices.bcache.CacheStatistics.Period;
import java.util.Locale;

/**
 * All that there is to see of a bcache device: a map of its buckets, what is being filled, the free
 * lists, and the files of sysfs as they read. Looking changes nothing.
 */
final class CacheStateText {
    /** Reading it draws a random number. */
    private static final String CONGESTED = "cset/congested";

    private static final int SHOWN_OPEN = 16;

    private final Bcache bcache;
    private final StringBuilder text = new StringBuilder();

    CacheStateText(Bcache bcache) {
        this.bcache = bcache;
    }

    /** Lines, each ended. */
    String text() {
        CacheSet set = bcache.set();
        text.append(bcache.name()).append(": bcache, ");
        text.append(bcache.device().backing().name()).append(" cached on ");
        text.append(set.cacheDevice().name()).append(", state ");
        text.append(bcache.device().superblock().state().label()).append(", mode ");
        text.append(bcache.device().mode().label()).append('\n');
        if (set.isThere()) {
            new BucketMap(set).appendTo(text);
            appendOpenBuckets(set);
            appendFreeLists(set.allocator());
        }
        if (bcache.life().isStopped()) {
            text.append("  stopped\n");
        } else {
            appendFolder("bdev/", "/sys/block/" + bcache.name() + "/bcache");
            appendStatistics("bdev", bcache.device().statistics());
        }
        if (set.isThere()) {
            appendFolder("cset/", "/sys/fs/bcache/" + bcache.setUuid());
            appendStatistics("cset", set.statistics());
            appendFolder("cset/internal/", "/sys/fs/bcache/" + bcache.setUuid() + "/internal");
            appendFolder("cache/", "/sys/fs/bcache/" + bcache.setUuid() + "/cache0");
        }
        return text.toString();
    }

    private void appendOpenBuckets(CacheSet set) {
        int[] open = new int[1];
        set.openBuckets().forEach((bucket, free, writePoint) -> {
            if (open[0]++ < SHOWN_OPEN) {
                int filled = set.geometry().bucketSectors() - free;
                text.append("  open bucket ").append(bucket).append(": ").append(filled);
                text.append(" of ").append(set.geometry().bucketSectors()).append(" sectors, ");
                text.append(
                        writePoint == OpenBuckets.MOVING_GC
                                ? "moving gc\n"
                                : "task " + OpenBuckets.taskOf(writePoint) + "\n");
            }
        });
        if (open[0] > SHOWN_OPEN) {
            text.append("  and ").append(open[0] - SHOWN_OPEN).append(" more open buckets\n");
        }
    }

    private void appendFreeLists(Allocator allocator) {
        text.append("  free lists:");
        for (Reserve reserve : Reserve.values()) {
            text.append(' ').append(reserve.name().toLowerCase(Locale.ROOT)).append(' ');
            text.append(allocator.freeCount(reserve)).append('/');
            text.append(allocator.freeCapacity(reserve)).append(',');
        }
        text.append(" free_inc ").append(allocator.freeIncCount()).append('/');
        text.append(allocator.freeIncCapacity()).append('\n');
    }

    /** The readable files right in a folder; those of several lines last. */
    private void appendFolder(String folder, String path) {
        text.append(path).append('\n');
        StringBuilder longer = new StringBuilder();
        for (SysfsAttribute attribute : SysfsTable.all()) {
            SysfsAttribute.Show show = attribute.show();
            boolean isHere = attribute.path().startsWith(folder)
                    && attribute.path().indexOf('/', folder.length()) < 0;
            if (show == null || !isHere || attribute.path().equals(CONGESTED)) {
                continue;
            }
            String value = show.of(bcache);
            if (value.indexOf('\n') < 0) {
                String line = String.format(Locale.ROOT, "  %-34s %s", attribute.name(), value);
                text.append(line.stripTrailing()).append('\n');
            } else {
                longer.append("  ").append(attribute.name()).append("\n    ");
                longer.append(value.replace("\n", "\n    ")).append('\n');
            }
        }
        text.append(longer);
    }

    /** The four folders side by side, and what has been counted and shows only after the tick. */
    private void appendStatistics(String folder, CacheStatistics statistics) {
        text.append(String.format(Locale.ROOT, "  %-34s", folder + "/stats_..."));
        for (Period period : Period.values()) {
            text.append(String.format(
                    Locale.ROOT, " %11s", period.directory().substring("stats_".length())));
        }
        text.append("     pending\n");
        for (Counter counter : Counter.values()) {
            String name = counter.name().toLowerCase(Locale.ROOT);
            text.append(String.format(Locale.ROOT, "  %-34s", name));
            for (Period period : Period.values()) {
                text.append(String.format(Locale.ROOT, " %11s", shown(folder, period, name)));
            }
            text.append(String.format(Locale.ROOT, " %11s\n", pending(statistics, counter)));
        }
    }

    private String shown(String folder, Period period, String name) {
        return String.valueOf(bcache.showAttribute(folder + "/" + period.directory() + "/" + name));
    }

    private String pending(CacheStatistics statistics, Counter counter) {
        long now = bcache.set().nowNanos();
        long pending = statistics.valueWithCollector(counter, now)
                - statistics.value(Period.TOTAL, counter, now);
        return counter == Counter.BYPASSED ? HumanSize.of(pending << 9) : Long.toString(pending);
    }
}
