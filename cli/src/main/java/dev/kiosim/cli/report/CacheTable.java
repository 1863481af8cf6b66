package dev.kiosim.cli.report;

import dev.kiosim.block.Bio;
import dev.kiosim.cli.output.ByteText;
import dev.kiosim.cli.output.Figures;
import dev.kiosim.devices.untimed.CacheCounts;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What a replay found, one row a cache: columns for people, or every count for programs. */
public final class CacheTable {
    private static final long MILLION = 1_000_000;

    /** One cache. */
    public record Row(String cache, long sizeBytes, CacheCounts counts) {}

    private record Column(String name, boolean isNumber, Function<Row, String> value) {}

    private static final List<Column> FOR_PEOPLE = List.of(
            new Column("cache", false, Row::cache),
            new Column("size", true, row -> Figures.size(row.sizeBytes)),
            new Column("requests", true, row -> Long.toString(row.counts.requests())),
            new Column("reads", true, row -> Long.toString(row.counts.reads())),
            new Column("hit ratio", true, CacheTable::hitRatio),
            new Column("bypassed", true, row -> size(row.counts.bypassedSectors)),
            new Column("written", true, row -> size(row.counts.insertedSectors)),
            new Column("evictions", true, row -> Long.toString(row.counts.evictions)),
            new Column("written back", true, row -> size(row.counts.writtenBackSectors)),
            new Column("dirty", true, row -> size(row.counts.dirtySectors)));

    private static final List<Column> FOR_PROGRAMS = List.of(
            new Column("cache", false, Row::cache),
            new Column("size_bytes", true, row -> Long.toString(row.sizeBytes)),
            count("requests", CacheCounts::requests),
            count("reads", CacheCounts::reads),
            count("writes", CacheCounts::writes),
            count("flushes", counts -> counts.flushes),
            count("discards", counts -> counts.discards),
            count("hits", counts -> counts.hits),
            count("misses", counts -> counts.misses),
            count("bypass_hits", counts -> counts.bypassHits),
            count("bypass_misses", counts -> counts.bypassMisses),
            new Column("hit_ratio", true, CacheTable::hitRatio),
            bytes("read_bytes", counts -> counts.readSectors),
            bytes("hit_bytes", counts -> counts.hitSectors),
            bytes("bypassed_bytes", counts -> counts.bypassedSectors),
            bytes("written_bytes", counts -> counts.insertedSectors),
            count("writes_around", counts -> counts.writesAround),
            count("writes_through", counts -> counts.writesThrough),
            count("writes_back", counts -> counts.writesBack),
            count("evictions", counts -> counts.evictions),
            bytes("evicted_bytes", counts -> counts.evictedSectors),
            bytes("written_back_bytes", counts -> counts.writtenBackSectors),
            bytes("dirty_bytes", counts -> counts.dirtySectors),
            count("unaligned", counts -> counts.unaligned));

    private CacheTable() {}

    private static Column count(String name, ToLongFunction<CacheCounts> value) {
        return new Column(name, true, row -> Long.toString(value.applyAsLong(row.counts)));
    }

    private static Column bytes(String name, ToLongFunction<CacheCounts> sectors) {
        return count(name, counts -> sectors.applyAsLong(counts) << Bio.SECTOR_SHIFT);
    }

    private static String size(long sectors) {
        return Figures.size(sectors << Bio.SECTOR_SHIFT);
    }

    /** Reads served from the cache alone among all reads, to six digits, cut off. */
    private static String hitRatio(Row row) {
        CacheCounts counts = row.counts;
        long reads = Math.max(1, counts.reads());
        long millionths = (long) ((counts.hits + counts.bypassHits) * (double) MILLION / reads);
        return millionths / MILLION + String.format(Locale.ROOT, ".%06d", millionths % MILLION);
    }

    /** The names of the columns that programs get. */
    public static List<String> columnsForPrograms() {
        return FOR_PROGRAMS.stream().map(Column::name).toList();
    }

    /** Columns with a heading. */
    public static String text(List<Row> rows) {
        ByteText text = new ByteText(1 << 10);
        for (int row = -1; row < rows.size(); row++) {
            for (Column column : FOR_PEOPLE) {
                int from = text.length();
                text.add(row < 0 ? column.name : column.value.apply(rows.get(row)));
                if (column.isNumber) {
                    text.alignRight(from, width(column, rows)).add("  ");
                } else {
                    text.alignLeft(from, width(column, rows)).add("  ");
                }
            }
            text.trimRight().add('\n');
        }
        return text.toString();
    }

    private static int width(Column column, List<Row> rows) {
        return rows.stream()
                .mapToInt(row -> column.value.apply(row).length())
                .reduce(column.name.length(), Math::max);
    }

    /** A header, then a line for each cache. */
    public static String csv(List<Row> rows) {
        StringBuilder text = new StringBuilder(String.join(",", columnsForPrograms())).append('\n');
        for (Row row : rows) {
            List<String> cells =
                    FOR_PROGRAMS.stream().map(column -> column.value.apply(row)).toList();
            text.append(String.join(",", cells)).append('\n');
        }
        return text.toString();
    }

    /** A JSON object a line. */
    public static String jsonl(List<Row> rows) {
        ByteText text = new ByteText(1 << 10);
        for (Row row : rows) {
            char before = '{';
            for (Column column : FOR_PROGRAMS) {
                text.add(before).jsonString(column.name).add(':');
                String value = column.value.apply(row);
                if (column.isNumber) {
                    text.add(value);
                } else {
                    text.jsonString(value);
                }
                before = ',';
            }
            text.add("}\n");
        }
        return text.toString();
    }
}
