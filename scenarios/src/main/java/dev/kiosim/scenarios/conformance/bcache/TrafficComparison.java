package dev.kiosim.scenarios.conformance.bcache;

import java.util.Arrays;
import java.util.List;

/**
 * Sectors and flushes by line: equal where they were when it was recorded again; for the others it
 * is told how many lines differ.
 */
final class TrafficComparison implements Comparison {
    private static final List<Series> COMPARED = Arrays.stream(Series.values())
            .filter(what -> what != Series.JOURNAL_WRITES)
            .toList();

    private static final String SEQUENTIAL = "bypass_sequential_lines";

    @Override
    public List<String> fields() {
        return List.of(
                "inserted_sectors",
                "backing_read_sectors",
                "backing_write_sectors",
                "cache_read_sectors",
                "backing_flushes",
                "writeback_sectors",
                "cache_discard_sectors",
                "backing_discard_sectors",
                SEQUENTIAL);
    }

    @Override
    public void compare(Recording recording, Observation observation, Findings findings) {
        for (Series what : COMPARED) {
            compare(
                    recording,
                    what.field(),
                    recording.perLine(what.field()),
                    observation.series(what),
                    findings);
        }
        long[] recorded = new long[recording.lines().size()];
        for (long line : recording.tuple(SEQUENTIAL)) {
            recorded[(int) line] = 1;
        }
        long[] simulated = new long[recorded.length];
        observation.sequentialLines().forEach(line -> simulated[line.intValue()] = 1);
        compare(recording, SEQUENTIAL, recorded, simulated, findings);
    }

    private static void compare(
            Recording recording,
            String field,
            long[] recorded,
            long[] simulated,
            Findings findings) {
        int differing = 0;
        int first = -1;
        for (int i = 0; i < recorded.length; i++) {
            if (recorded[i] != simulated[i]) {
                first = differing++ == 0 ? i : first;
            }
        }
        if (differing == 0) {
            return;
        }
        if (recording.varies(field)) {
            findings.used(field + " differs in " + differing + " lines, " + total(simulated)
                    + " in all where " + total(recorded) + " were recorded");
        } else {
            findings.differs(
                    first,
                    field + " " + recorded[first],
                    field + " " + simulated[first] + ", and " + differing + " lines differ, "
                            + total(simulated) + " in all where " + total(recorded)
                            + " were recorded");
        }
    }

    private static long total(long[] numbers) {
        return Arrays.stream(numbers).sum();
    }
}
