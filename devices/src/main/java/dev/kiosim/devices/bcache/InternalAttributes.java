package dev.kiosim.devices.bcache;

import static dev.kiosim.devices.bcache.SysfsAttribute.UINT_MAX;
import static dev.kiosim.devices.bcache.SysfsAttribute.action;
import static dev.kiosim.devices.bcache.SysfsAttribute.count;
import static dev.kiosim.devices.bcache.SysfsAttribute.flag;
import static dev.kiosim.devices.bcache.SysfsAttribute.readOnly;

import dev.kiosim.config.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The folder {@code internal/} of a cache set. */
final class InternalAttributes {
    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final long MICRO = 1_000;

    private InternalAttributes() {}

    static List<SysfsAttribute> rows() {
        return Stream.of(counters(), journal(), switches(), actions(), times())
                .flatMap(List::stream)
                .toList();
    }

    private static List<SysfsAttribute> counters() {
        return List.of(
                count(
                        "cset/internal/btree_nodes",
                        "Nodes, as of the last garbage collection.",
                        b -> b.set().gc().walk().nodesFound()),
                readOnly(
                        "cset/internal/bset_tree_stats",
                        "Sets of keys that the nodes have in memory, written and not.",
                        "lines of name and value",
                        b -> new BtreeStats(b.set()).text()),
                count(
                        "cset/internal/btree_used_percent",
                        "Share of the nodes that live keys take, as of the last gc.",
                        b -> b.set().gc().walk().usedPercent()),
                count(
                        "cset/internal/cache_read_races",
                        "Reads whose bucket was reused before they had ended.",
                        b -> b.set().readRaces()),
                count(
                        "cset/internal/writeback_keys_done",
                        "Keys that were written back.",
                        b -> b.set().writebackKeysDone()),
                count(
                        "cset/internal/writeback_keys_failed",
                        "Keys that changed while they were being written back.",
                        b -> b.set().writebackKeysFailed()),
                count(
                        "cset/internal/cutoff_writeback",
                        "in_use above which asynchronous writes go through, per cent.",
                        b -> b.set().cutoffWriteback()),
                count(
                        "cset/internal/cutoff_writeback_sync",
                        "in_use above which all writes go through, per cent.",
                        b -> b.set().cutoffWritebackSync()));
    }

    private static List<SysfsAttribute> journal() {
        return List.of(
                count(
                        "cset/internal/reclaim",
                        "How often the journal looked for free buckets.",
                        b -> b.set().journal().reclaims()),
                count(
                        "cset/internal/reclaimed_journal_buckets",
                        "Journal buckets that were opened.",
                        b -> b.set().journal().bucketsReclaimed()),
                count(
                        "cset/internal/flush_write",
                        "How often leaves were written to free the journal.",
                        b -> b.set().journal().leafFlushes()),
                count(
                        "cset/internal/active_journal_entries",
                        "Entries that a leaf which is not written holds back.",
                        b -> b.set().journal().activeEntries()));
    }

    private static List<SysfsAttribute> switches() {
        return List.of(
                flag(
                                "cset/internal/copy_gc_enabled",
                                "Whether data are moved out of nearly empty buckets after garbage"
                                        + " collection.",
                                b -> b.set().gc().moving().isEnabled() ? 1 : 0,
                                (b, on) -> b.set().gc().moving().setEnabled(on != 0))
                        .asKey(KeyType.BOOLEAN, "false"),
                flag(
                                "cset/internal/gc_after_writeback",
                                "Whether garbage is collected when all is clean, if in_use was 50 %"
                                        + " or more.",
                                b -> b.set().gcAfterWriteback(),
                                (b, on) -> b.set().setGcAfterWriteback(on != 0))
                        .asKey(KeyType.BOOLEAN, "false"),
                flag(
                                "cset/internal/idle_max_writeback_rate",
                                "Whether an idle set writes back without limit of rate.",
                                b -> b.set().settings().idleMaxWritebackRate ? 1 : 0,
                                (b, on) -> b.set().settings().idleMaxWritebackRate = on != 0)
                        .asKey(KeyType.BOOLEAN, "true"),
                flag(
                                "cset/internal/gc_always_rewrite",
                                "Whether garbage collection rewrites every node.",
                                b -> b.set().gc().walk().rewritesAlways() ? 1 : 0,
                                (b, on) -> b.set().gc().walk().setRewritesAlways(on != 0))
                        .asKey(KeyType.BOOLEAN, "false"),
                flag(
                        "cset/internal/btree_shrinker_disabled",
                        "Stored; nodes stay in memory in any case.",
                        b -> b.set().settings().shrinkerDisabled ? 1 : 0,
                        (b, on) -> b.set().settings().shrinkerDisabled = on != 0),
                flag(
                        "cset/internal/io_disable",
                        "Whether every IO of the set fails.",
                        b -> b.set().failure().isIoDisabled() ? 1 : 0,
                        (b, on) -> b.set().failure().setIoDisabled(on != 0)));
    }

    private static List<SysfsAttribute> actions() {
        return List.of(
                action(
                        "cset/internal/trigger_gc",
                        "Collects garbage now.",
                        b -> b.set().gc().trigger()),
                action(
                        "cset/internal/prune_cache",
                        "number of objects, 0 to " + UINT_MAX,
                        "Drops btree nodes from memory; here they stay.",
                        (b, text) -> (int) Math.min(0, SysfsValue.number(text))));
    }

    private static List<SysfsAttribute> times() {
        List<SysfsAttribute> rows = new ArrayList<>();
        rows.addAll(time(
                "btree_gc", "garbage collection", "sec", "ms", b -> b.set().gc().time()));
        rows.addAll(time(
                "btree_split",
                "splitting a node",
                "sec",
                "us",
                b -> b.set().btree().replacement().splitTime()));
        rows.addAll(time(
                "btree_sort",
                "sorting a node, which takes no time here",
                "ms",
                "us",
                b -> TimeStatistics.NEVER));
        rows.addAll(time(
                "btree_read",
                "reading a node, which never happens here",
                "ms",
                "us",
                b -> TimeStatistics.NEVER));
        return rows;
    }

    private static List<SysfsAttribute> time(
            String name,
            String what,
            String period,
            String duration,
            Function<Bcache, TimeStatistics> of) {
        String folder = "cset/internal/" + name;
        return List.of(
                count(
                        folder + "_average_frequency_" + period,
                        "Mean time between two of " + what + ".",
                        b -> of.apply(b).averagePeriod(nanosOf(period))),
                count(
                        folder + "_average_duration_" + duration,
                        "Mean time of " + what + ".",
                        b -> of.apply(b).averageDuration(nanosOf(duration))),
                count(
                        folder + "_max_duration_" + duration,
                        "Longest time of " + what + ".",
                        b -> of.apply(b).maxDuration(nanosOf(duration))),
                count(
                        folder + "_last_" + period,
                        "Time since the last of " + what + "; -1 if there was none.",
                        b -> of.apply(b).sinceLast(b.set().nowNanos(), nanosOf(period))));
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "sec" -> SECOND;
            case "ms" -> MILLI;
            default -> MICRO;
        };
    }
}
