package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Nullable;
import java.util.Arrays;
import java.util.List;

/**
 * The sysfs attributes of a backing device ({@code bdev/}), its set ({@code cset/}) and the cache
 * device ({@code cache/}), under bcache's names. Source: sysfs.c.
 */
final class Attributes {
    private static final long UINT_MAX = (1L << 32) - 1;
    private static final List<String> MODES =
            Arrays.stream(CacheMode.values()).map(CacheMode::label).toList();
    private static final List<String> READAHEAD_POLICIES = List.of("all", "meta-only");
    private static final List<String> REPLACEMENT_POLICIES = List.of("lru", "fifo", "random");
    private static final List<String> ON_ERROR = List.of("unregister", "panic");

    private final CacheSet set;
    private final CachedDevice device;
    private final AttributeTable table = new AttributeTable();

    Attributes(CacheSet set, CachedDevice device) {
        this.set = set;
        this.device = device;
        addBackingDevice();
        addWriteback();
        addStatistics("bdev", device.statistics());
        addSet();
        addSetInternal();
        addStatistics("cset", set.statistics());
        addCache();
    }

    int store(String attribute, String value) {
        return table.store(attribute, value);
    }

    @Nullable
    String show(String attribute) {
        return table.show(attribute);
    }

    private void addBackingDevice() {
        table.word(
                "bdev/cache_mode",
                MODES,
                () -> device.mode().ordinal(),
                mode -> device.changeMode(CacheMode.values()[mode]));
        table.readOnly("bdev/state", () -> device.superblock().state().label());
        table.readOnly("bdev/dirty_data", () -> HumanSize.of(device.stripes().total() << 9));
        table.add(
                "bdev/sequential_cutoff",
                () -> HumanSize.of(device.sequentialCutoffBytes()),
                AttributeTable.storeNumber(device::setSequentialCutoffBytes, 0, UINT_MAX));
        table.word(
                "bdev/readahead_cache_policy",
                READAHEAD_POLICIES,
                () -> device.cachesReadaheadOfMetadataOnly() ? 1 : 0,
                policy -> device.setCachesReadaheadOfMetadataOnly(policy == 1));
        table.readOnly(
                "bdev/stripe_size", () -> HumanSize.of(device.stripes().stripeSectors() << 9));
        table.readOnlyNumber(
                "bdev/partial_stripes_expensive",
                () -> device.stripes().partialStripesExpensive() ? 1 : 0);
        table.readOnlyNumber("bdev/running", () -> 1);
        table.readOnlyNumber("bdev/io_errors", () -> device.backingErrors().errors());
        table.number(
                "bdev/io_error_limit",
                () -> device.backingErrors().limit(),
                device.backingErrors()::setLimit,
                0,
                Integer.MAX_VALUE);
        table.action("bdev/detach", device::detach);
        table.action("bdev/clear_stats", () -> device.statistics().clearTotal());
    }

    private void addWriteback() {
        WritebackSettings settings = device.writeback();
        table.number(
                "bdev/writeback_percent",
                () -> settings.percent,
                device::setWritebackPercent,
                0,
                set.cutoffWriteback());
        table.number(
                "bdev/writeback_delay",
                () -> settings.delaySeconds,
                value -> settings.delaySeconds = value,
                0,
                UINT_MAX);
        table.flag("bdev/writeback_running", () -> settings.running, device::setWritebackRunning);
        table.add(
                "bdev/writeback_rate",
                () -> HumanSize.of(device.shownWritebackRate() << 9),
                AttributeTable.storeNumber(device.limiter()::setRate, 1, Integer.MAX_VALUE));
        table.number(
                "bdev/writeback_rate_update_seconds",
                () -> settings.updateSeconds,
                value -> settings.updateSeconds = value,
                1,
                60);
        table.number(
                "bdev/writeback_rate_p_term_inverse",
                () -> settings.pTermInverse,
                value -> settings.pTermInverse = value,
                1,
                UINT_MAX);
        table.number(
                "bdev/writeback_rate_i_term_inverse",
                () -> settings.iTermInverse,
                value -> settings.iTermInverse = value,
                1,
                UINT_MAX);
        table.number(
                "bdev/writeback_rate_minimum",
                () -> settings.rateMinimum,
                value -> settings.rateMinimum = value,
                1,
                UINT_MAX);
        table.flag(
                "bdev/writeback_consider_fragment",
                () -> settings.considerFragment,
                on -> settings.considerFragment = on);
        table.flag(
                "bdev/writeback_metadata", () -> settings.metadata, on -> settings.metadata = on);
    }

    private void addStatistics(String folder, CacheStatistics statistics) {
        for (CacheStatistics.Period period : CacheStatistics.Period.values()) {
            String directory = folder + "/" + period.directory() + "/";
            addCounter(
                    directory + "cache_hits",
                    statistics,
                    period,
                    CacheStatistics.Counter.CACHE_HITS);
            addCounter(
                    directory + "cache_misses",
                    statistics,
                    period,
                    CacheStatistics.Counter.CACHE_MISSES);
            addCounter(
                    directory + "cache_bypass_hits",
                    statistics,
                    period,
                    CacheStatistics.Counter.CACHE_BYPASS_HITS);
            addCounter(
                    directory + "cache_bypass_misses",
                    statistics,
                    period,
                    CacheStatistics.Counter.CACHE_BYPASS_MISSES);
            table.readOnlyNumber(
                    directory + "cache_hit_ratio",
                    () -> statistics.hitRatio(period, set.nowNanos()));
            addCounter(
                    directory + "cache_miss_collisions",
                    statistics,
                    period,
                    CacheStatistics.Counter.CACHE_MISS_COLLISIONS);
            table.readOnly(
                    directory + "bypassed",
                    () -> HumanSize.of(statistics.value(
                                    period, CacheStatistics.Counter.BYPASSED, set.nowNanos())
                            << 9));
        }
    }

    private void addCounter(
            String name,
            CacheStatistics statistics,
            CacheStatistics.Period period,
            CacheStatistics.Counter counter) {
        table.readOnlyNumber(name, () -> statistics.value(period, counter, set.nowNanos()));
    }

    private void addSet() {
        Geometry geometry = set.geometry();
        table.readOnly("cset/block_size", () -> HumanSize.of(geometry.blockBytes()));
        table.readOnly(
                "cset/bucket_size", () -> HumanSize.of((long) geometry.bucketSectors() << 9));
        table.readOnlyNumber(
                "cset/cache_available_percent", () -> 100 - set.buckets().inUsePercent());
        table.readOnly(
                "cset/average_key_size",
                () -> HumanSize.of(set.gc().walk().averageKeySectors() << 9));
        table.readOnlyNumber("cset/tree_depth", () -> set.btree().root().level);
        table.number(
                "cset/congested_read_threshold_us",
                () -> set.congestion().readThresholdMicros(),
                set.congestion()::setReadThresholdMicros,
                0,
                UINT_MAX);
        table.number(
                "cset/congested_write_threshold_us",
                () -> set.congestion().writeThresholdMicros(),
                set.congestion()::setWriteThresholdMicros,
                0,
                UINT_MAX);
        table.number(
                "cset/journal_delay_ms",
                () -> set.journal().delayMillis(),
                set.journal()::setDelayMillis,
                0,
                (1 << 16) - 1);
        table.flag("cset/synchronous", () -> set.journal().isEnabled(), set.journal()::setEnabled);
        table.number(
                "cset/io_error_limit",
                () -> set.errors().limit(),
                set.errors()::setLimit,
                0,
                UINT_MAX);
        table.number(
                "cset/io_error_halflife",
                () -> set.errors().halflife(),
                set.errors()::setHalflife,
                0,
                UINT_MAX);
        table.word("cset/errors", ON_ERROR, () -> 0, word -> {});
        table.action("cset/clear_stats", () -> {
            set.statistics().clearTotal();
            set.buckets().clearInUse();
        });
    }

    private void addSetInternal() {
        table.readOnlyNumber("cset/internal/btree_nodes", () -> set.btree().nodeCount());
        table.readOnlyNumber("cset/internal/cutoff_writeback", () -> set.cutoffWriteback());
        table.readOnlyNumber(
                "cset/internal/cutoff_writeback_sync", () -> set.cutoffWritebackSync());
        table.readOnlyNumber("cset/internal/cache_read_races", set::readRaces);
        table.readOnlyNumber("cset/internal/writeback_keys_done", set::writebackKeysDone);
        table.readOnlyNumber("cset/internal/writeback_keys_failed", set::writebackKeysFailed);
        table.readOnlyNumber("cset/internal/reclaim", () -> set.journal().reclaims());
        table.readOnlyNumber(
                "cset/internal/reclaimed_journal_buckets", () -> set.journal().bucketsReclaimed());
        table.readOnlyNumber("cset/internal/flush_write", () -> set.journal().leafFlushes());
        table.readOnlyNumber(
                "cset/internal/active_journal_entries", () -> set.journal().activeEntries());
        table.flag(
                "cset/internal/idle_max_writeback_rate",
                set::idleMaxWritebackRate,
                set::setIdleMaxWritebackRate);
        table.flag(
                "cset/internal/gc_after_writeback",
                set::gcAfterWriteback,
                set::setGcAfterWriteback);
        table.flag(
                "cset/internal/copy_gc_enabled",
                set.gc().moving()::isEnabled,
                set.gc().moving()::setEnabled);
        table.action("cset/internal/trigger_gc", () -> set.gc().trigger());
    }

    private void addCache() {
        Geometry geometry = set.geometry();
        table.readOnlyNumber("cache/nbuckets", geometry::bucketCount);
        table.readOnly(
                "cache/bucket_size", () -> HumanSize.of((long) geometry.bucketSectors() << 9));
        table.readOnly("cache/block_size", () -> HumanSize.of(geometry.blockBytes()));
        table.readOnly(
                "cache/written", () -> HumanSize.of(set.openBuckets().sectorsWritten() << 9));
        table.readOnly(
                "cache/btree_written", () -> HumanSize.of(set.nodeWriter().sectorsWritten() << 9));
        table.readOnly(
                "cache/metadata_written", () -> HumanSize.of(set.metadataSectorsWritten() << 9));
        table.readOnlyNumber("cache/io_errors", () -> set.errors().errors());
        table.flag("cache/discard", () -> set.allocator().discards(), set.allocator()::setDiscards);
        table.word(
                "cache/cache_replacement_policy",
                REPLACEMENT_POLICIES,
                () -> set.allocator().eviction().policy().ordinal(),
                policy -> set.allocator().eviction().setPolicy(Eviction.Policy.values()[policy]));
    }
}
