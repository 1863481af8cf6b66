package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The counters and settings that were read at the lines {@code X}. Settings, states and what the
 * requests alone determine have to be equal. {@code stats_total} is copied every 13.6 s only, so it
 * is equal once the requests have been over for so long, and before that anything that was right
 * within the last two ticks ({@link StatsTotal}). Sizes and percentages that depend on when journal
 * and leaves happen to be written or garbage is collected may differ by ten per cent. Disk
 * statistics count from the first snapshot on: what formatting and registering did before is not
 * replayed.
 */
final class SnapshotComparison implements Comparison {
    private static final String SNAPSHOTS = "snapshots";
    /** Depend on when the journal, leaves and tables happen to be written. */
    private static final Pattern BY_TIMING = Pattern.compile("cache/(btree|metadata)_written"
            + "|cache/priority_stats|cset/(root_usage_percent|btree_cache_size|average_key_size"
            + "|tree_depth|cache_available_percent)|cset/internal/(btree_nodes"
            + "|btree_used_percent|bset_tree_stats)|disk/(back|cache)");
    /** Depend on how many nodes there are; a node that gc looks at again counts again. */
    private static final Pattern BY_NODES = Pattern.compile(
            "cset/(root_usage_percent|btree_cache_size|tree_depth)|cset/internal/bset_tree_stats");

    private static final Pattern NODE_WRITES = Pattern.compile("cache/(btree|metadata)_written");
    /** Garbage collection may look at one node in so many once more, or once less. */
    private static final int NODES_MORE = 3;

    private static final int PERCENT_MORE_OR_LESS = 3;

    private static final String SETS = "cset/internal/bset_tree_stats";
    private static final String NODES = "btree nodes";
    private static final String WRITTEN_SETS = "written sets";
    /** A node that has been written is sorted, which drops what has been overwritten. */
    private static final List<String> OF_SETS =
            List.of("written key bytes", "unwritten key bytes", "floats");
    /** One per cent of what priorities commonly range over. */
    private static final int PRIORITIES_MORE_OR_LESS = 10;

    /** The write of a superblock may end before the first snapshot or behind it. */
    private static final int SUPERBLOCK_SECTORS = 8;
    /** A leaf is written when its last set has become as large as this. */
    private static final int LEAF_WRITE_BYTES = 4096;
    /** Longest sleep of the writeback thread, as the kernel's timers round it up. */
    private static final long THREAD_SLEEP_NANOS = 2_756_000_000L;
    /** Depend on what was inserted and written back. */
    private static final Pattern BY_TRAFFIC =
            Pattern.compile("cache/written|bdev/dirty_data|bdev/writeback_rate");

    @Override
    public List<String> fields() {
        return List.of(SNAPSHOTS);
    }

    @Override
    public void compare(Recording recording, Observation observation, Findings findings) {
        List<Json> recorded = recording.seen().list(SNAPSHOTS);
        if (recorded.size() != observation.snapshots().size()) {
            findings.differs(
                    0,
                    recorded.size() + " snapshots",
                    observation.snapshots().size() + " snapshots");
            return;
        }
        Json.Obj known = new Json.Obj();
        Near near = new Near();
        for (int i = 0; i < recorded.size(); i++) {
            Json.Obj one = recorded.get(i) instanceof Json.Obj object ? object : new Json.Obj();
            one.object("attrs").fields().forEach(known::put);
            Snapshot simulated = observation.snapshots().get(i);
            if (one.number("line", -1) != simulated.line()
                    || !one.text("label", "").equals(simulated.label())) {
                findings.differs(simulated.line(), one.toString(), "X " + simulated.label());
            }
            Context context = new Context(recording, observation, known, i);
            for (String name : known.fields().keySet()) {
                if (simulated.lacksFolderOf(name) && one.object("attrs").find(name) == null) {
                    continue; // what is gone cannot have changed, and the recording is silent
                }
                String difference = context.compare(name, known.find(name), near);
                if (difference != null) {
                    findings.differs(simulated.line(), name + " " + known.find(name), difference);
                }
            }
        }
        near.report(findings);
    }

    /** Values that differ, but not by more than they may. */
    private static final class Near {
        private final List<String> names = new ArrayList<>();
        private int compared;

        void report(Findings findings) {
            if (!names.isEmpty()) {
                List<String> distinct = names.stream().distinct().sorted().toList();
                findings.used(names.size() + " of " + compared
                        + " values in snapshots differ as they may: "
                        + String.join(", ", distinct));
            }
        }
    }

    /** One snapshot on both sides. */
    private record Context(
            Recording recording, Observation observation, Json.Obj known, int index) {
        private Snapshot simulated() {
            return observation.snapshots().get(index);
        }

        /** What differs beyond what may, or null. */
        @Nullable
        String compare(String name, @Nullable Json recorded, Near near) {
            near.compared++;
            Json seen = simulated().attributes().find(name);
            if (recorded == null || seen == null) {
                return name + " is unknown here";
            }
            Json expected = recorded;
            if (name.startsWith("disk/") && recorded instanceof Json.Obj counts) {
                expected = since(counts, recordedAtStart(name));
                seen = sinceStart(name, seen);
            }
            if (expected.toString().equals(seen.toString())) {
                return null;
            }
            if (!mayDiffer(name, expected, seen)) {
                return name + " " + seen;
            }
            near.names.add(name);
            return null;
        }

        private boolean mayDiffer(String name, Json expected, Json seen) {
            if (name.contains("/stats_total/")) {
                return new StatsTotal(recording, observation, simulated().line())
                        .mayDiffer(name, expected, seen);
            }
            long commits = observation.tableWrites(simulated().line());
            if (BY_TRAFFIC.matcher(name).matches()) {
                boolean fixed = recording.classDifferences() == 0
                        && !recording.varies("inserted_sectors")
                        && !recording.varies("writeback_sectors");
                return !fixed
                        && (isNear(expected, seen, 0)
                                || isNearInTime(name, expected, seen, commits));
            }
            if (recording.varies("writeback_sectors")
                    && BY_TIMING.matcher(name).matches()
                    && isNearInTime(name, expected, seen, commits)) {
                return true;
            }
            long nodes = otherNodes();
            if (nodes > 0 && BY_NODES.matcher(name).matches()) {
                return true;
            }
            if (nodes > 0 && NODE_WRITES.matcher(name).matches()) {
                long bytes = recording.setup().numberOrZero("bucket_bytes");
                return SnapshotComparison.isNear(textOf(expected), textOf(seen), nodes * bytes);
            }
            if (name.endsWith("btree_used_percent")) {
                return isUsageNear(expected, seen);
            }
            if (name.endsWith("percent") && BY_TIMING.matcher(name).matches()) {
                long points = Long.parseLong(expected.toString()) - Long.parseLong(seen.toString());
                return Math.abs(points) <= PERCENT_MORE_OR_LESS;
            }
            return BY_TIMING.matcher(name).matches() && isNear(expected, seen, commits);
        }

        /**
         * Whether it was between what it is here a while before and a while later: the writeback
         * thread sleeps for seconds, and where in its sleep a snapshot fell nothing tells. What is
         * read at one snapshot holds until the next.
         */
        private boolean isNearInTime(String name, Json expected, Json seen, long commits) {
            List<Json> around = new ArrayList<>();
            List<Snapshot> all = observation.snapshots();
            for (int i = 0; i < all.size(); i++) {
                long until = beganNanos(Math.min(i + 1, all.size() - 1));
                long from = beganNanos(Math.max(0, i - 1));
                if (until >= beganNanos(index) - THREAD_SLEEP_NANOS
                        && from <= beganNanos(index) + THREAD_SLEEP_NANOS) {
                    around.add(sinceStart(name, all.get(i).attributes().find(name)));
                }
            }
            return expected instanceof Json.Obj table && seen instanceof Json.Obj other
                    ? table.fields().entrySet().stream()
                            .allMatch(row -> isNear(row, other, commits)
                                    || isWithin(row.getValue(), column(around, row.getKey())))
                    : isWithin(expected, around);
        }

        private long beganNanos(int snapshot) {
            return observation.beganNanos(observation.snapshots().get(snapshot).line());
        }

        private static List<Json> column(List<Json> tables, String key) {
            return tables.stream()
                    .map(table -> table instanceof Json.Obj row && row.find(key) != null
                            ? row.fields().getOrDefault(key, table)
                            : table)
                    .toList();
        }

        /** Whether it is near the span of others. */
        private static boolean isWithin(Json expected, List<Json> others) {
            Measure recorded = Measure.of(textOf(expected));
            Measure least = null;
            Measure greatest = null;
            for (Json other : others) {
                Measure measure = Measure.of(textOf(other));
                if (measure != null) {
                    least = measure.lesser(least);
                    greatest = measure.greater(greatest);
                }
            }
            return recorded != null
                    && least != null
                    && greatest != null
                    && recorded.isNearRange(least, greatest, 0);
        }

        /** Disk statistics count from the first snapshot on. */
        private Json sinceStart(String name, @Nullable Json value) {
            if (value == null) {
                return Json.of("");
            }
            Json.Obj first = observation.snapshots().get(0).attributes();
            return name.startsWith("disk/") && value instanceof Json.Obj counts
                    ? since(counts, first.object(name))
                    : value;
        }

        /** The share is of all nodes looked at, and those that are looked at again count again. */
        private static boolean isUsageNear(Json expected, Json seen) {
            long percent = Long.parseLong(expected.toString());
            return SnapshotComparison.isNear(
                    expected.toString(), seen.toString(), percent / NODES_MORE);
        }

        private Json.Obj recordedAtStart(String name) {
            return recording.seen().list(SNAPSHOTS).get(0) instanceof Json.Obj first
                    ? first.object("attrs").object(name)
                    : new Json.Obj();
        }

        /** Disk statistics since the first snapshot. */
        private static Json.Obj since(Json.Obj now, Json.Obj start) {
            Json.Obj since = new Json.Obj();
            now.fields()
                    .keySet()
                    .forEach(key ->
                            since.put(key, Json.of(now.number(key, 0) - start.number(key, 0))));
            return since;
        }

        /**
         * How many nodes more or less there are: a leaf was split, or garbage collection made nodes
         * fewer, a little sooner or later.
         */
        private long otherNodes() {
            Json.Obj seen = simulated().attributes().object(SETS);
            return Math.abs(known.object(SETS).number(NODES, 0) - seen.number(NODES, 0));
        }
    }

    /**
     * Whether all numbers of both are near each other, in tables and lists one by one. A commit of
     * the allocator takes keys with it that otherwise are written a little later: each may make a
     * journal write more or less.
     */
    private static boolean isNear(Json expected, Json seen, long commits) {
        if (expected instanceof Json.Obj table && seen instanceof Json.Obj other) {
            boolean sortedElsewhere =
                    table.number(WRITTEN_SETS, 0) != other.number(WRITTEN_SETS, 0);
            return table.fields().keySet().equals(other.fields().keySet())
                    && table.fields().entrySet().stream()
                            .allMatch(row -> sortedElsewhere && OF_SETS.contains(row.getKey())
                                    || isNear(row, other, commits));
        }
        return isNear(textOf(expected), textOf(seen), 0);
    }

    /** One row of a table. How often the search trees' floats failed is not modelled. */
    private static boolean isNear(Map.Entry<String, Json> row, Json.Obj other, long commits) {
        String seen = textOf(other.fields().getOrDefault(row.getKey(), Json.of("")));
        String expected = textOf(row.getValue());
        return switch (row.getKey()) {
            case "failed" -> true;
            case "Quantiles" -> isNear(expected, seen, PRIORITIES_MORE_OR_LESS);
            case "floats" -> isNear(signed(expected), signed(seen), LEAF_WRITE_BYTES);
            case "written key bytes", "unwritten key bytes" ->
                isNear(expected, seen, LEAF_WRITE_BYTES);
            case "writes", "flushes" -> isNear(expected, seen, commits);
            case "write_sectors" -> isNear(expected, seen, SUPERBLOCK_SECTORS);
            default -> isNear(expected, seen, 0);
        };
    }

    /** The kernel's count of floats wraps in 32 bits for each set without a search tree. */
    private static String signed(String number) {
        return number.isEmpty() ? "" : Integer.toString((int) Long.parseLong(number));
    }

    /** Numbers, or ascending lists of them: a quantile may be as its neighbours are. */
    private static boolean isNear(String expected, String seen, long slack) {
        String[] left = expected.replaceAll("[\\[\\]]", "").split(" ", -1);
        String[] right = seen.replaceAll("[\\[\\]]", "").split(" ", -1);
        if (left.length != right.length) {
            return false;
        }
        for (int i = 0; i < left.length; i++) {
            Measure two = Measure.of(right[i]);
            Measure before = Measure.of(left[Math.max(0, i - 1)]);
            Measure behind = Measure.of(left[Math.min(i + 1, left.length - 1)]);
            if (two == null || before == null || behind == null) {
                return false;
            }
            if (!two.isNearRange(before, behind, slack)) {
                return false;
            }
        }
        return true;
    }

    private static String textOf(Json value) {
        return value instanceof Json.Text text ? text.value() : value.toString();
    }
}
