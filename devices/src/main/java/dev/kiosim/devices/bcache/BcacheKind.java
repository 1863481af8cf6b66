package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Key;
import dev.kiosim.config.Settings;
import dev.kiosim.devices.DeviceContext;
import dev.kiosim.devices.DeviceKind;
import dev.kiosim.trace.Tracepoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code kind: bcache}. */
public final class BcacheKind implements DeviceKind {
    @Override
    public String name() {
        return "bcache";
    }

    @Override
    public String summary() {
        return "a slow device with a fast one as cache, as Linux's bcache";
    }

    @Override
    public List<Key> keys() {
        return BcacheKeys.all();
    }

    @Override
    public List<Tracepoint> tracepoints() {
        return List.of(BcacheEvent.values());
    }

    @Override
    public BlockDevice build(DeviceContext context, String deviceName, Settings settings) {
        BlockDevice backing = context.device(settings.text("backing"));
        BlockDevice cache = context.device(settings.text("cache"));
        BcacheVersion version = BcacheVersion.of(settings.text("version"));
        BcacheConfig config = new BcacheConfig(
                (int) (settings.number("bucket_size") >> Bio.SECTOR_SHIFT),
                (int) (settings.number("block_size") >> Bio.SECTOR_SHIFT),
                (int) (settings.number("block_size") >> Bio.SECTOR_SHIFT),
                settings.number("data_offset") >> Bio.SECTOR_SHIFT,
                settings.number("optimal_io_size") >> Bio.SECTOR_SHIFT,
                settings.flag("partial_stripes_expensive"),
                (int) settings.number("cutoff_writeback"),
                (int) settings.number("cutoff_writeback_sync"),
                costs(settings),
                version);
        checkFit(config, backing, cache);
        Map<String, String> attributes = new LinkedHashMap<>();
        checkGains(settings);
        for (SysfsAttribute attribute : SysfsTable.keys()) {
            attributes.put(attribute.path(), attribute.written(settings));
        }
        if (version.is2013()) {
            attributes.replace("bdev/writeback_rate_update_seconds", "5", "30");
            attributes.replace("bdev/writeback_rate_p_term_inverse", "40", "64");
        }
        return new Bcache(context, deviceName, backing, cache, config, attributes);
    }

    private static void checkGains(Settings settings) {
        long low = settings.number("writeback_rate_fp_term_low");
        long mid = settings.number("writeback_rate_fp_term_mid");
        long high = settings.number("writeback_rate_fp_term_high");
        if (low >= mid || mid >= high) {
            throw new ConfigException(
                    "writeback_rate_fp_term_mid",
                    mid,
                    "more than writeback_rate_fp_term_low (" + low
                            + ") and less than writeback_rate_fp_term_high (" + high + ")");
        }
    }

    private static BcacheCosts costs(Settings settings) {
        return new BcacheCosts(
                settings.flag("one_cpu"),
                settings.number("workqueue_hop"),
                settings.number("thread_wakeup"),
                settings.number("thread_wakeup_from_worker"),
                settings.number("copy_per_page"));
    }

    private static void checkFit(BcacheConfig config, BlockDevice backing, BlockDevice cache) {
        int buckets = config.geometry(cache.sectorCount()).bucketCount();
        if (buckets <= Geometry.TOO_FEW_BUCKETS) {
            throw new ConfigException(
                    "bucket_size",
                    config.bucketSectors() * (long) Bio.SECTOR_BYTES,
                    "a size that makes more than 512 buckets of the cache device, not " + buckets);
        }
        if (backing.sectorCount() <= config.dataOffsetSectors()) {
            throw new ConfigException(
                    "backing", backing.name(), "a device larger than data_offset");
        }
    }
}
