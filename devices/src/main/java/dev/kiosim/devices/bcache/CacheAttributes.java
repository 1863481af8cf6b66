package dev.kiosim.devices.bcache;

import static dev.kiosim.devices.bcache.SysfsAttribute.action;
import static dev.kiosim.devices.bcache.SysfsAttribute.count;
import static dev.kiosim.devices.bcache.SysfsAttribute.flag;
import static dev.kiosim.devices.bcache.SysfsAttribute.readOnly;
import static dev.kiosim.devices.bcache.SysfsAttribute.size;
import static dev.kiosim.devices.bcache.SysfsAttribute.word;

import dev.kiosim.config.KeyType;
import java.util.List;

/** The folder of a cache device. */
final class CacheAttributes {
    private static final List<String> REPLACEMENT_POLICIES = List.of("lru", "fifo", "random");

    private CacheAttributes() {}

    static List<SysfsAttribute> rows() {
        return List.of(
                word(
                                "cache/cache_replacement_policy",
                                "Which buckets are given up.",
                                REPLACEMENT_POLICIES,
                                b -> b.set().allocator().eviction().policy().ordinal(),
                                (b, policy) ->
                                        b.set().setPolicy(Eviction.Policy.values()[(int) policy]))
                        .asWordKey(),
                flag(
                                "cache/discard",
                                "Whether buckets are discarded before reuse.",
                                b -> b.set().allocator().discards() ? 1 : 0,
                                (b, on) -> b.set().setDiscards(on != 0))
                        .asKey(KeyType.BOOLEAN, "false"),
                count("cache/nbuckets", "Buckets.", b -> b.set().geometry().bucketCount()),
                size(
                        "cache/bucket_size",
                        "Unit of space.",
                        b -> (long) b.set().geometry().bucketSectors() << 9),
                size(
                        "cache/block_size",
                        "Unit of metadata writes.",
                        b -> b.set().geometry().blockBytes()),
                size(
                        "cache/written",
                        "Data that were written to the cache.",
                        b -> b.set().openBuckets().sectorsWritten() << 9),
                size(
                        "cache/btree_written",
                        "Btree nodes that were written.",
                        b -> b.set().nodeWriter().sectorsWritten() << 9),
                size(
                        "cache/metadata_written",
                        "Btree, journal, tables of priorities and uuids.",
                        b -> b.set().metadataSectorsWritten() << 9),
                count(
                        "cache/io_errors",
                        "Failed data IO of the cache device.",
                        b -> b.set().errors().errors()),
                readOnly(
                        "cache/priority_stats",
                        "What the buckets hold, and how long ago they were used: quantiles of how"
                                + " far their priorities are below that of a bucket just read.",
                        "lines of name and value",
                        b -> new PriorityStats(b.set()).text()),
                action(
                        "cache/clear_stats",
                        "Zeroes written, btree_written, metadata_written and io_errors.",
                        b -> b.set().clearCacheCounters()));
    }
}
