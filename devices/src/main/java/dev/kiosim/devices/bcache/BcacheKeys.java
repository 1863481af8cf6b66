package dev.kiosim.devices.bcache;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of a bcache device: how it is formatted, what its work costs, and its sysfs attributes.
 */
final class BcacheKeys {
    private static final long UINT_MAX = SysfsAttribute.UINT_MAX;
    private static final String WRITEBACK = "cache_mode=writeback";

    private BcacheKeys() {}

    /** All keys, in the order of the reference. */
    static List<Key> all() {
        List<Key> keys = new ArrayList<>(formatKeys());
        for (SysfsAttribute attribute : SysfsTable.keys()) {
            Key key = attribute.key();
            if (key != null) {
                keys.add(key);
            }
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
                Key.word(
                        "version",
                        BcacheVersion.labels(),
                        "Which bcache: Linux 6.1, or 3.10 with its decisions and controller."),
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
                        "thread_wakeup_from_worker",
                        KeyType.DURATION,
                        "5us",
                        "The same if a kernel thread wakes it, as for a miss; assumed."),
                Key.optional(
                        "copy_per_page",
                        KeyType.DURATION,
                        "400ns",
                        "Copying 4 KiB of a miss to the caller's pages; assumed."));
    }
}
