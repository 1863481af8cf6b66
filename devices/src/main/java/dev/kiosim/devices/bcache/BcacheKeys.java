package dev.kiosim.devices.bcache;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of a bcache device: how it is formatted, what its work costs, and its sysfs attributes.
 */
final class BcacheKeys {
    private static final long UINT_MAX = (1L << 32) - 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final String WRITEBACK = "cache_mode=writeback";

    /** A key that becomes a sysfs attribute. */
    record AttributeKey(String attribute, Key key) {
        /**
         * The value as it would be written to sysfs: words as they are, sizes in bytes, durations
         * in seconds.
         */
        String valueOf(Settings settings) {
            return switch (key.type()) {
                case WORD -> settings.text(key.name());
                case BOOLEAN -> settings.flag(key.name()) ? "1" : "0";
                case DURATION -> Long.toString(settings.number(key.name()) / NANOS_PER_SECOND);
                default -> Long.toString(settings.number(key.name()));
            };
        }
    }

    private BcacheKeys() {}

    /** All keys, in the order of the reference. */
    static List<Key> all() {
        List<Key> keys = new ArrayList<>(formatKeys());
        for (AttributeKey attribute : attributes()) {
            keys.add(attribute.key);
        }
        keys.addAll(costKeys());
        return keys;
    }

    private static List<Key> formatKeys() {
        return List.of(
                Key.required(
                        "backing",
                        KeyType.DEVICE,
                        "The slow device; its data begin at data_offset."),
                Key.required("cache", KeyType.DEVICE, "The fast device that holds the hot data."),
                Key.optional(
                                "bucket_size",
                                KeyType.SIZE,
                                "512KiB",
                                "Unit of space in the cache; a power of two.")
                        .between(4096, 1L << 30),
                Key.optional(
                                "block_size",
                                KeyType.SIZE,
                                "512B",
                                "Unit of the cache's metadata writes.")
                        .between(512, 4096),
                Key.optional(
                                "data_offset",
                                KeyType.SIZE,
                                "8KiB",
                                "Where the data begin on the backing device.")
                        .between(0, UINT_MAX),
                Key.optional(
                                "optimal_io_size",
                                KeyType.SIZE,
                                "0B",
                                "Optimal IO size of the backing device; 0 if it has none.")
                        .between(0, UINT_MAX),
                Key.optional(
                        "partial_stripes_expensive",
                        KeyType.BOOLEAN,
                        "false",
                        "Whether the backing device wants whole stripes, as a RAID5 does."),
                Key.optional(
                                "cutoff_writeback",
                                KeyType.INTEGER,
                                "40",
                                "in_use, per cent, above which asynchronous writes go through.")
                        .between(0, 70)
                        .when(WRITEBACK),
                Key.optional(
                                "cutoff_writeback_sync",
                                KeyType.INTEGER,
                                "70",
                                "in_use, per cent, above which all writes are written through.")
                        .between(0, 90)
                        .when(WRITEBACK));
    }

    private static List<Key> costKeys() {
        return List.of(
                Key.optional(
                        "one_cpu",
                        KeyType.BOOLEAN,
                        "false",
                        "Whether gc sleeps 100 ms after each write, as it does with one CPU."),
                Key.optional(
                        "workqueue_hop",
                        KeyType.DURATION,
                        "3us",
                        "From queueing work for another kernel thread until that begins; assumed."),
                Key.optional(
                        "thread_wakeup",
                        KeyType.DURATION,
                        "5us",
                        "From waking allocator, gc or writeback until it runs; assumed."),
                Key.optional(
                        "copy_per_page",
                        KeyType.DURATION,
                        "400ns",
                        "Copying 4 KiB of a miss to the caller's pages; assumed."));
    }

    /** The keys that are sysfs attributes; they can also be written while the device runs. */
    static List<AttributeKey> attributes() {
        List<AttributeKey> keys = new ArrayList<>();
        addPolicy(keys);
        addWriteback(keys);
        addController(keys);
        addSet(keys);
        return keys;
    }

    private static void addPolicy(List<AttributeKey> keys) {
        keys.add(new AttributeKey(
                "bdev/cache_mode",
                Key.word(
                        "cache_mode",
                        List.of("writethrough", "writeback", "writearound", "none"),
                        "What becomes of writes.")));
        keys.add(new AttributeKey(
                "bdev/sequential_cutoff",
                Key.optional(
                                "sequential_cutoff",
                                KeyType.SIZE,
                                "4MiB",
                                "Streams of at least this length bypass the cache; 0 for none.")
                        .between(0, UINT_MAX)));
        keys.add(new AttributeKey(
                "bdev/readahead_cache_policy",
                Key.word(
                        "readahead_cache_policy",
                        List.of("all", "meta-only"),
                        "Which read-ahead and background IO is cached.")));
        keys.add(new AttributeKey(
                "cache/cache_replacement_policy",
                Key.word(
                        "cache_replacement_policy",
                        List.of("lru", "fifo", "random"),
                        "Which buckets are given up.")));
        keys.add(new AttributeKey(
                "cache/discard",
                Key.optional(
                        "discard",
                        KeyType.BOOLEAN,
                        "false",
                        "Whether buckets are discarded before reuse.")));
    }

    private static void addWriteback(List<AttributeKey> keys) {
        add(
                keys,
                "bdev/writeback_percent",
                "10",
                0,
                70,
                "Share of the cache that writeback leaves dirty, per cent; 0: no limit of rate.");
        keys.add(new AttributeKey(
                "bdev/writeback_delay",
                Key.optional(
                                "writeback_delay",
                                KeyType.DURATION,
                                "30s",
                                "Pause of writeback after each scan of the index; whole seconds.")
                        .between(0, UINT_MAX * NANOS_PER_SECOND)
                        .when(WRITEBACK)));
        keys.add(new AttributeKey(
                "bdev/writeback_running",
                Key.optional(
                                "writeback_running",
                                KeyType.BOOLEAN,
                                "true",
                                "Whether dirty data are written back.")
                        .when(WRITEBACK)));
    }

    private static void addController(List<AttributeKey> keys) {
        add(
                keys,
                "bdev/writeback_rate",
                "1024",
                1,
                Integer.MAX_VALUE,
                "First rate of writeback, sectors a second.");
        add(
                keys,
                "bdev/writeback_rate_update_seconds",
                "5",
                1,
                60,
                "Period of the rate controller, seconds.");
        add(
                keys,
                "bdev/writeback_rate_p_term_inverse",
                "40",
                1,
                UINT_MAX,
                "Inverse gain of its proportional term.");
        add(
                keys,
                "bdev/writeback_rate_i_term_inverse",
                "10000",
                1,
                UINT_MAX,
                "Inverse gain of its integral term.");
        add(
                keys,
                "bdev/writeback_rate_minimum",
                "8",
                1,
                UINT_MAX,
                "Least rate of writeback, sectors a second.");
    }

    private static void addSet(List<AttributeKey> keys) {
        addAlways(
                keys,
                "cset/congested_read_threshold_us",
                "2000",
                "Latency of the cache device, us, above which a read counts as slow; 0: never.");
        addAlways(
                keys,
                "cset/congested_write_threshold_us",
                "20000",
                "Latency of the cache device, us, above which a write counts as slow; 0: never.");
        addAlways(
                keys,
                "cset/journal_delay_ms",
                "100",
                "How long keys wait for the journal, ms, if nobody flushes.");
        addAlways(
                keys,
                "cset/io_error_limit",
                "8",
                "Errors of the cache device with which the set fails.");
        addAlways(
                keys,
                "cset/io_error_halflife",
                "0",
                "Number of IOs after which an error counts half; 0: never.");
    }

    private static void add(
            List<AttributeKey> keys,
            String attribute,
            String byDefault,
            long least,
            long greatest,
            String text) {
        keys.add(new AttributeKey(
                attribute,
                Key.optional(lastPart(attribute), KeyType.INTEGER, byDefault, text)
                        .between(least, greatest)
                        .when(WRITEBACK)));
    }

    private static void addAlways(
            List<AttributeKey> keys, String attribute, String byDefault, String text) {
        keys.add(new AttributeKey(
                attribute,
                Key.optional(lastPart(attribute), KeyType.INTEGER, byDefault, text)
                        .between(0, UINT_MAX)));
    }

    private static String lastPart(String attribute) {
        return attribute.substring(attribute.lastIndexOf('/') + 1);
    }
}
