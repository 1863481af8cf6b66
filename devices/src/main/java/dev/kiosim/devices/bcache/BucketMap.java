package dev.kiosim.devices.bcache;

/**
 * A picture of the cache device: one character for each bucket, or for each group of neighbours if
 * there are many, in rows of 64.
 */
final class BucketMap {
    private static final int COLUMNS = 64;
    private static final int ROWS_MAX = 64;

    /** What a bucket is at the moment. */
    private enum Use {
        SUPERBLOCK('S', "superblock"),
        JOURNAL('J', "journal"),
        BTREE('B', "btree node"),
        PRIO('P', "priorities"),
        UUID('U', "uuids"),
        OPEN('O', "open, being filled"),
        DIRTY('#', "dirty data"),
        CLEAN('=', "clean data"),
        FREE('f', "in a free list"),
        INVALIDATED('i', "given up, not free yet"),
        METADATA('M', "metadata of before, until the next gc"),
        EMPTY('.', "empty");

        private final char letter;
        private final String meaning;

        Use(char letter, String meaning) {
            this.letter = letter;
            this.meaning = meaning;
        }
    }

    private static final Use[] USES = Use.values();

    private final Geometry geometry;
    private final Use[] uses;

    BucketMap(CacheSet set) {
        geometry = set.geometry();
        uses = new Use[geometry.bucketCount()];
        for (int bucket = 0; bucket < uses.length; bucket++) {
            uses[bucket] = byMark(set.buckets(), bucket);
        }
        for (int bucket = 0; bucket < geometry.firstBucket(); bucket++) {
            uses[bucket] = Use.SUPERBLOCK;
        }
        for (int i = 0; i < geometry.journalBuckets(); i++) {
            uses[geometry.firstBucket() + i] = Use.JOURNAL;
        }
        set.allocator().forEachFree(bucket -> uses[bucket] = Use.FREE);
        set.allocator().forEachInvalidated(bucket -> uses[bucket] = Use.INVALIDATED);
        set.btree().forEachNode(bucket -> uses[bucket] = Use.BTREE);
        set.allocator().forEachPrio(bucket -> uses[bucket] = Use.PRIO);
        uses[set.uuidBucket()] = Use.UUID;
        set.openBuckets().forEach((bucket, free, task) -> uses[bucket] = Use.OPEN);
    }

    private static Use byMark(Buckets buckets, int bucket) {
        return switch (buckets.mark(bucket)) {
            case Buckets.METADATA -> Use.METADATA;
            case Buckets.DIRTY -> Use.DIRTY;
            case Buckets.RECLAIMABLE -> Use.CLEAN;
            default -> Use.EMPTY;
        };
    }

    void appendTo(StringBuilder text) {
        int perCharacter =
                Math.max(1, (uses.length + COLUMNS * ROWS_MAX - 1) / (COLUMNS * ROWS_MAX));
        text.append("  buckets ").append(uses.length).append(" of ");
        text.append(HumanSize.of((long) geometry.bucketSectors() << 9)).append(", one character ");
        text.append(
                perCharacter == 1 ? "each\n" : "for " + perCharacter + ": what most of them are\n");
        int perRow = COLUMNS * perCharacter;
        for (int row = 0; row < uses.length; row += perRow) {
            text.append(String.format(java.util.Locale.ROOT, "  %8d ", row));
            int end = Math.min(row + perRow, uses.length);
            for (int first = row; first < end; first += perCharacter) {
                text.append(most(first, Math.min(first + perCharacter, end)).letter);
            }
            text.append('\n');
        }
        appendLegend(text);
    }

    private Use most(int from, int to) {
        int[] counts = counts(from, to);
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return USES[most];
    }

    private int[] counts(int from, int to) {
        int[] counts = new int[USES.length];
        for (int bucket = from; bucket < to; bucket++) {
            counts[uses[bucket].ordinal()]++;
        }
        return counts;
    }

    private void appendLegend(StringBuilder text) {
        int[] counts = counts(0, uses.length);
        for (Use use : USES) {
            if (counts[use.ordinal()] > 0) {
                text.append(String.format(
                        java.util.Locale.ROOT,
                        "  %c %6d  %s\n",
                        use.letter,
                        counts[use.ordinal()],
                        use.meaning));
            }
        }
    }
}
