package dev.kiosim.cli.trace;

import dev.kiosim.cli.output.ByteText;
import dev.kiosim.trace.TraceRecord;

/**
 * What blkparse sums up for one device: counts for each CPU that had events, their total,
 * throughput, number of events. Source: blktrace 1.2, blkparse.c, dump_io_stats and size_cnv.
 */
final class BlkparseTotals {
    private static final int SECTORS_PER_KIB = 2;
    private static final int COUNT_WIDTH = 8;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;
    /** A number above this is shown in the next greater unit. */
    private static final long UNIT_MAX = 1_000_000;

    private static final String SUFFIXES = "KMGP";
    private static final int READS = 0;
    private static final int WRITES = 1;

    private final String name;
    private final Counts[] cpus;
    private final Counts total = new Counts();
    private final long[] depth = new long[2];
    private final long[] depthMax = new long[2];
    private long firstNanos = -1;
    private long lastNanos;

    /** The actions that are counted, reads and writes apart. */
    private static final class Counts {
        private final Sums queued = new Sums();
        private final Sums dispatched = new Sums();
        private final Sums completed = new Sums();
        private final Sums merged = new Sums();
        private long unplugs;
        private long events;

        void add(char action, int direction, long sectors) {
            events++;
            switch (action) {
                case 'Q' -> queued.add(direction, sectors);
                case 'D' -> dispatched.add(direction, sectors);
                case 'C' -> completed.add(direction, sectors);
                case 'M', 'F' -> merged.add(direction, sectors);
                case 'U' -> unplugs++;
                default -> {
                    return; // an event that is only counted as such
                }
            }
        }
    }

    /** Events of one action, and their sectors. */
    private static final class Sums {
        private final long[] events = new long[2];
        private final long[] sectors = new long[2];

        void add(int direction, long more) {
            events[direction]++;
            sectors[direction] += more;
        }

        long kib(int direction) {
            return sectors[direction] / SECTORS_PER_KIB;
        }
    }

    BlkparseTotals(String name, int cpuCount) {
        this.name = name;
        cpus = new Counts[cpuCount];
        for (int i = 0; i < cpuCount; i++) {
            cpus[i] = new Counts();
        }
    }

    /** Counts an event; returns its number among those of its CPU, from 1. */
    long count(char action, TraceRecord at, String rwbs) {
        boolean isWrite = rwbs.indexOf('W') >= 0 || rwbs.indexOf('D') >= 0;
        int direction = isWrite ? WRITES : READS;
        long sectors = isExtent(action) ? at.field(2) : 0;
        Counts cpu = cpus[at.cpu()];
        cpu.add(action, direction, sectors);
        total.add(action, direction, sectors);
        if (action == 'D') {
            depth[direction]++;
            depthMax[direction] = Math.max(depthMax[direction], depth[direction]);
        } else if (action == 'C' && depth[direction] > 0) {
            depth[direction]--;
        }
        firstNanos = firstNanos < 0 ? at.nanos() : firstNanos;
        lastNanos = at.nanos();
        return cpu.events;
    }

    private static boolean isExtent(char action) {
        return action != 'P' && action != 'U' && action != 'X';
    }

    /** Appends the sections; nothing for a device without events. */
    void write(ByteText text) {
        if (total.events == 0) {
            return;
        }
        int cpusWithEvents = 0;
        for (int i = 0; i < cpus.length; i++) {
            if (cpus[i].events > 0) {
                text.add("CPU").decimal(i).add(" (").add(name).add("):\n");
                write(text, cpus[i], true);
                cpusWithEvents++;
            }
        }
        if (cpusWithEvents > 1) {
            text.add("\nTotal (").add(name).add("):\n");
            write(text, total, false);
        }
        text.add("\nThroughput (R/W): ").decimal(kibPerSecond(READS)).add("KiB/s / ");
        text.decimal(kibPerSecond(WRITES)).add("KiB/s\nEvents (").add(name).add("): ");
        text.decimal(total.events).add(" entries\nSkips: 0 forward (0 -   0.0%)\n");
    }

    private long kibPerSecond(int direction) {
        long millis = (lastNanos - firstNanos) / NANOS_PER_MILLI;
        long thousandKib = MILLIS_PER_SECOND * total.completed.sectors[direction] / SECTORS_PER_KIB;
        return millis == 0 ? 0 : thousandKib / millis;
    }

    private void write(ByteText text, Counts of, boolean withDepth) {
        pair(text, of.queued, " Reads Queued:    ", " Writes Queued:    ");
        pair(text, of.dispatched, " Read Dispatches: ", " Write Dispatches: ");
        text.add(" Reads Requeued:  ");
        count(text, 0).add("\t\t Writes Requeued:  ");
        count(text, 0).add('\n');
        pair(text, of.completed, " Reads Completed: ", " Writes Completed: ");
        pair(text, of.merged, " Read Merges:     ", " Write Merges:     ");
        if (withDepth) {
            text.add(" Read depth:      ");
            number(text, depthMax[READS]).blanks(COUNT_WIDTH).add("\t Write depth:      ");
            number(text, depthMax[WRITES]).add('\n');
        }
        text.add(" IO unplugs:      ");
        number(text, of.unplugs).blanks(COUNT_WIDTH).add("\t Timer unplugs:    ");
        number(text, 0).add('\n');
    }

    private static void pair(ByteText text, Sums sums, String reads, String writes) {
        text.add(reads);
        sum(text, sums, READS).add('\t').add(writes);
        sum(text, sums, WRITES).add('\n');
    }

    private static ByteText sum(ByteText text, Sums sums, int direction) {
        count(text, sums.events[direction]).add(", ");
        return scaled(text, sums.kib(direction), 1).add("iB");
    }

    private static ByteText count(ByteText text, long value) {
        return scaled(text, value, 0);
    }

    /** A number with the letter of its unit: the first has none, if {@code unit} is 0. */
    private static ByteText scaled(ByteText text, long value, int unit) {
        long shown = value;
        int suffix = unit;
        while (shown > UNIT_MAX && suffix < SUFFIXES.length()) {
            shown /= 1_000;
            suffix++;
        }
        number(text, shown);
        return suffix == 0 ? text : text.add(SUFFIXES.charAt(suffix - 1));
    }

    private static ByteText number(ByteText text, long value) {
        int from = text.length();
        return text.decimal(value).alignRight(from, COUNT_WIDTH);
    }
}
