package dev.kiosim.devices.bcache;

import static dev.kiosim.devices.bcache.SysfsAttribute.UINT_MAX;
import static dev.kiosim.devices.bcache.SysfsAttribute.action;
import static dev.kiosim.devices.bcache.SysfsAttribute.count;
import static dev.kiosim.devices.bcache.SysfsAttribute.flag;
import static dev.kiosim.devices.bcache.SysfsAttribute.number;
import static dev.kiosim.devices.bcache.SysfsAttribute.size;
import static dev.kiosim.devices.bcache.SysfsAttribute.word;

import dev.kiosim.config.KeyType;
import dev.kiosim.kernel.Errno;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a cache set, apart from {@code internal/} and statistics. */
final class SetAttributes {
    private static final List<String> ON_ERROR = List.of("unregister", "panic");
    private static final int USHRT_MAX = (1 << 16) - 1;

    private SetAttributes() {}

    static List<SysfsAttribute> rows() {
        return Stream.of(layout(), congestion(), journal(), errors(), actions())
                .flatMap(List::stream)
                .toList();
    }

    private static List<SysfsAttribute> layout() {
        return List.of(
                size(
                        "cset/block_size",
                        "Unit of metadata writes.",
                        b -> b.set().geometry().blockBytes()),
                size(
                        "cset/bucket_size",
                        "Unit of space.",
                        b -> (long) b.set().geometry().bucketSectors() << 9),
                count(
                        "cset/cache_available_percent",
                        "Buckets without dirty data or metadata as of the last garbage collection,"
                                + " less those allocated since: 100 - in_use.",
                        b -> 100 - b.set().buckets().inUsePercent()),
                size(
                        "cset/average_key_size",
                        "Mean length of an extent, as of the last garbage collection.",
                        b -> b.set().gc().walk().averageKeyBytes()),
                count(
                        "cset/tree_depth",
                        "Levels of the btree above its leaves.",
                        b -> b.set().btree().root().level),
                count(
                        "cset/root_usage_percent",
                        "Share of the root node that live keys take.",
                        b -> b.set().btree().rootUsagePercent()),
                size(
                        "cset/btree_cache_size",
                        "Memory of the nodes below the root.",
                        b -> (b.set().btree().nodeCount() - 1L)
                                * (b.set().geometry().nodeSectors() << 9)));
    }

    private static List<SysfsAttribute> congestion() {
        return List.of(
                size(
                        "cset/congested",
                        "Length from which IO bypasses because the cache device is slow; 0 if it is"
                                + " not. Reading draws a random number, as each IO does.",
                        b -> (long) b.set().congestion().limitSectors(b.set().nowNanos()) << 9),
                number(
                                "cset/congested_read_threshold_us",
                                "Latency of the cache device, us, above which a read counts as"
                                        + " slow; 0: never.",
                                0,
                                UINT_MAX,
                                b -> b.set().congestion().readThresholdMicros(),
                                (b, us) -> b.set().congestion().setReadThresholdMicros(us))
                        .asKey(KeyType.INTEGER, "2000"),
                number(
                                "cset/congested_write_threshold_us",
                                "Latency of the cache device, us, above which a write counts as"
                                        + " slow; 0: never.",
                                0,
                                UINT_MAX,
                                b -> b.set().congestion().writeThresholdMicros(),
                                (b, us) -> b.set().congestion().setWriteThresholdMicros(us))
                        .asKey(KeyType.INTEGER, "20000"));
    }

    private static List<SysfsAttribute> journal() {
        return List.of(
                number(
                                "cset/journal_delay_ms",
                                "How long keys wait for the journal, ms, if nobody flushes.",
                                0,
                                USHRT_MAX,
                                b -> b.set().journal().delayMillis(),
                                (b, ms) -> b.set().journal().setDelayMillis(ms))
                        .asKey(KeyType.INTEGER, "100"),
                flag(
                                "cset/synchronous",
                                "Whether keys are journalled.",
                                b -> b.set().journal().isEnabled() ? 1 : 0,
                                (b, on) -> b.set().setSynchronous(on != 0))
                        .asKey(KeyType.BOOLEAN, "true"));
    }

    private static List<SysfsAttribute> errors() {
        return List.of(
                number(
                                "cset/io_error_limit",
                                "Errors of the cache device with which the set fails.",
                                0,
                                UINT_MAX,
                                b -> b.set().errors().limit(),
                                (b, limit) -> b.set().errors().setLimit(limit))
                        .asKey(KeyType.INTEGER, "8"),
                number(
                                "cset/io_error_halflife",
                                "Number of IOs after which an error counts half; 0: never.",
                                0,
                                UINT_MAX,
                                b -> b.set().errors().halflife(),
                                (b, ios) -> b.set().errors().setHalflife(ios))
                        .asKey(KeyType.INTEGER, "0"),
                word(
                                "cset/errors",
                                "What a set does that fails: it is given up, or the machine stops.",
                                ON_ERROR,
                                b -> b.set().failure().panics() ? 1 : 0,
                                (b, panic) -> b.set().failure().setPanics(panic == 1))
                        .asWordKey());
    }

    private static List<SysfsAttribute> actions() {
        return List.of(
                action(
                        "cset/clear_stats",
                        "Zeroes stats_total, the counts of written-back keys, and what the last"
                                + " garbage collection found, in_use included.",
                        b -> b.set().clearStatistics()),
                action(
                        "cset/flash_vol_create",
                        "size",
                        "Refused with -EOPNOTSUPP: volumes in the cache only are left out.",
                        (b, text) -> -Errno.EOPNOTSUPP),
                action(
                        "cset/stop",
                        "Stops the set and its device; dirty data stay in the cache.",
                        b -> b.life().stopSet()),
                action(
                        "cset/unregister",
                        "Detaches the device, what is dirty being written back first; then the set"
                                + " is gone.",
                        b -> b.life().unregisterSet()));
    }
}
