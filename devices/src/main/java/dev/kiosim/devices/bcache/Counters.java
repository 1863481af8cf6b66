package dev.kiosim.devices.bcache;

import dev.kiosim.block.StatSink;
import dev.kiosim.devices.bcache.CacheStatistics.Counter;
import java.util.Locale;

/**
 * What a bcache device reports of itself at the end of a run: its counters under their sysfs names,
 * to the last IO (sysfs is up to 13.6 s late), and sizes in sectors.
 */
final class Counters {
    private Counters() {}

    static void report(CacheSet set, CachedDevice device, long nowNanos, StatSink sink) {
        for (Counter counter : Counter.values()) {
            String name = counter.name().toLowerCase(Locale.ROOT);
            String unit = counter == Counter.BYPASSED ? "_sectors" : "";
            sink.stat(name + unit, device.statistics().valueWithCollector(counter, nowNanos));
        }
        sink.stat("dirty_sectors", device.stripes().total());
        sink.stat("cache_available_percent", 100 - set.buckets().inUsePercent());
        sink.stat("written_sectors", set.openBuckets().sectorsWritten());
        sink.stat("btree_written_sectors", set.nodeWriter().sectorsWritten());
        sink.stat("metadata_written_sectors", set.metadataSectorsWritten());
        sink.stat("btree_nodes", set.btree().nodeCount());
        sink.stat("writeback_keys_done", set.writebackKeysDone());
        sink.stat("writeback_keys_failed", set.writebackKeysFailed());
        sink.stat("cache_read_races", set.readRaces());
        sink.stat("io_errors", set.errors().errors());
    }
}
