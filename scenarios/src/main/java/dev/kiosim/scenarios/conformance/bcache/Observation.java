package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.devices.bcache.BcacheEvent;
import dev.kiosim.devices.bcache.BcacheListener;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a replay showed, line by line: gathered from tracepoints and from the disks, as the
 * recorder's parser gathers it from the kernel's trace. Whatever happens until the next line begins
 * belongs to the line before.
 */
final class Observation implements NullBlk.BioListener, BcacheListener {
    private static final Set<BcacheEvent> BACKGROUND = EnumSet.of(
            BcacheEvent.GC_START,
            BcacheEvent.GC_END,
            BcacheEvent.ALLOC_FAIL,
            BcacheEvent.READ_RETRY,
            BcacheEvent.WRITEBACK_COLLISION,
            BcacheEvent.GC_COPY);

    /** The reserve from which the tables of priorities are written. */
    private static final int RESERVE_PRIO = 1;

    private final List<TraceLine> lines;
    private final long bucketSectors;
    private final StringBuilder[] letters;
    private final long[][] series;
    private final List<long[]> invalidations = new ArrayList<>();
    private final List<long[]> placements = new ArrayList<>();
    private final List<Long> sequentialLines = new ArrayList<>();
    private final Map<String, List<Long>> background = new LinkedHashMap<>();
    private final Map<Integer, Integer> errors = new TreeMap<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final BitSet tableWrites = new BitSet();
    private final long[] beganNanos;
    private List<String> kernelLog = List.of();
    private int line = -1;

    Observation(List<TraceLine> lines, long bucketSectors) {
        this.lines = lines;
        this.bucketSectors = bucketSectors;
        letters = new StringBuilder[lines.size()];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = new StringBuilder();
        }
        series = new long[Series.values().length][lines.size()];
        beganNanos = new long[lines.size()];
    }

    /** What happens from now on belongs to that line. */
    void begin(int newLine, long nowNanos) {
        line = newLine;
        beganNanos[line] = nowNanos;
    }

    /** The trace is over. */
    void end(List<String> log) {
        line = -1;
        kernelLog = log;
    }

    /** What was said in the kernel's log. */
    List<String> kernelLog() {
        return kernelLog;
    }

    /** When a line began. */
    long beganNanos(int ofLine) {
        return beganNanos[ofLine];
    }

    void failed(int errno) {
        if (errno != 0) {
            errors.put(line, errno);
        }
    }

    void add(Snapshot snapshot) {
        snapshots.add(snapshot);
    }

    private void count(Series what, long amount) {
        series[what.ordinal()][line] += amount;
    }

    @Override
    public void submitted(NullBlk disk, Bio bio) {
        if (line < 0) {
            return;
        }
        if (bio.parent != null) {
            return; // passed on as it came: the kernel tells of a bio once
        }
        if (disk.name().equals("back")) {
            if (bio.op == Bio.Op.FLUSH || bio.has(Bio.PREFLUSH)) {
                count(Series.BACKING_FLUSHES, 1);
            }
            switch (bio.op) {
                case READ -> count(Series.BACKING_READ_SECTORS, bio.sectorCount);
                case WRITE, FLUSH -> count(Series.BACKING_WRITE_SECTORS, bio.sectorCount);
                case DISCARD -> count(Series.BACKING_DISCARD_SECTORS, bio.sectorCount);
            }
        } else if (bio.op == Bio.Op.DISCARD) {
            count(Series.CACHE_DISCARD_SECTORS, bio.sectorCount);
        } else if (bio.op == Bio.Op.READ && !bio.has(Bio.META)) {
            count(Series.CACHE_READ_SECTORS, bio.sectorCount);
        }
    }

    @Override
    public void event(BcacheEvent event, long nowNanos, long a, long b, long c, long d) {
        if (line < 0) {
            return;
        }
        if (BACKGROUND.contains(event)) {
            String name = event.name().toLowerCase(Locale.ROOT);
            background.computeIfAbsent(name, key -> new ArrayList<>()).add((long) line);
        }
        switch (event) {
            case READ -> letters[line].append(d == 0 ? c == 0 ? 'M' : 'H' : c == 0 ? 'm' : 'h');
            case WRITE -> written(c != 0, (d & 1) != 0, Bio.Op.values()[(int) (d >> 1)]);
            case BYPASS_SEQUENTIAL -> sequentialLines.add((long) line);
            case CACHE_INSERT -> inserted(b, c);
            case WRITEBACK -> count(Series.WRITEBACK_SECTORS, b);
            case JOURNAL_WRITE -> count(Series.JOURNAL_WRITES, 1);
            case ALLOC -> tableWrites.set(line, tableWrites.get(line) || a == RESERVE_PRIO);
            case INVALIDATE -> invalidations.add(new long[] {line, a, b});
            default -> {}
        }
    }

    private void written(boolean writeback, boolean bypass, Bio.Op op) {
        if (op == Bio.Op.WRITE) {
            letters[line].append(writeback ? 'B' : bypass ? 'A' : 'T');
        } else if (op == Bio.Op.DISCARD) {
            letters[line].append('D');
        }
    }

    private void inserted(long sectors, long cacheSector) {
        count(Series.INSERTED_SECTORS, sectors);
        placements.add(
                new long[] {line, cacheSector / bucketSectors, cacheSector % bucketSectors, sectors
                });
    }

    /** One letter for each line. */
    String classes() {
        StringBuilder classes = new StringBuilder();
        for (int i = 0; i < letters.length; i++) {
            classes.append(classOf(i));
        }
        return classes.toString();
    }

    private char classOf(int ofLine) {
        TraceLine.Kind kind = lines.get(ofLine).kind();
        if (!kind.isRequest()) {
            return '-';
        }
        if (errors.containsKey(ofLine)) {
            return 'e';
        }
        if (kind == TraceLine.Kind.FLUSH) {
            return 'F';
        }
        StringBuilder found = letters[ofLine];
        return found.isEmpty() ? 'x' : found.length() == 1 ? found.charAt(0) : '*';
    }

    /** The letters of a line, one for each bio. */
    String lettersOf(int ofLine) {
        return letters[ofLine].toString();
    }

    long[] series(Series what) {
        return series[what.ordinal()];
    }

    /** Line, bucket and live sectors of every bucket that was given up with data. */
    List<long[]> invalidations() {
        return invalidations;
    }

    /** Line, bucket, offset in it and sectors of every piece of data put into the cache. */
    List<long[]> placements() {
        return placements;
    }

    /** Whether the allocator wrote its tables at a line. */
    boolean wroteTables(int atLine) {
        return tableWrites.get(atLine);
    }

    /** At how many lines it did before that one. */
    int tableWrites(int beforeLine) {
        return tableWrites.get(0, beforeLine).cardinality();
    }

    /** Lines that bypassed since their stream was long. */
    List<Long> sequentialLines() {
        return sequentialLines;
    }

    /** Lines at which the threads in the background did what the recordings tell of them. */
    Map<String, List<Long>> background() {
        return background;
    }

    /** -errno by line, of those that failed. */
    Map<Integer, Integer> errors() {
        return errors;
    }

    List<Snapshot> snapshots() {
        return snapshots;
    }

    /** A line and what it did, for people. */
    String describe(int ofLine) {
        StringBuilder text = new StringBuilder(
                "line " + ofLine + " " + lines.get(ofLine) + " -> " + classOf(ofLine));
        if (letters[ofLine].length() > 1) {
            text.append(' ').append(letters[ofLine]);
        }
        if (errors.containsKey(ofLine)) {
            text.append(" error ").append(errors.get(ofLine));
        }
        for (Series what : Series.values()) {
            long amount = series(what)[ofLine];
            if (amount != 0) {
                text.append(' ').append(what.field()).append(' ').append(amount);
            }
        }
        return text.toString();
    }
}
