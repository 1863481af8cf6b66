package dev.kiosim.scenarios.conformance.bcache;

import java.util.Arrays;
import java.util.List;

/**
 * Journal writes. A flush or a write with O_DSYNC forces one or two; all others come up to 100 ms
 * after a key was inserted, at no fixed line. So one of those may also fall into a line that forces
 * its own, but where it did in the recording nothing says; that may be so in one per cent of these
 * lines.
 */
final class JournalComparison implements Comparison {
    private static final int FLUSHES_PER_DIFFERENCE = 100;

    @Override
    public List<String> fields() {
        return List.of("journal_writes");
    }

    @Override
    public void compare(Recording recording, Observation observation, Findings findings) {
        long[] recorded = recording.perLine("journal_writes");
        long[] simulated = observation.series(Series.JOURNAL_WRITES);
        int elsewhere = 0;
        int fixed = 0;
        int fixedDiffering = 0;
        int firstFixed = -1;
        for (int i = 0; i < recorded.length; i++) {
            TraceLine.Kind kind = recording.lines().get(i).kind();
            boolean isFixed = kind == TraceLine.Kind.FLUSH || kind == TraceLine.Kind.WRITE_DSYNC;
            fixed += isFixed ? 1 : 0;
            if (recorded[i] == simulated[i]) {
                continue;
            }
            if (isFixed) {
                firstFixed = fixedDiffering++ == 0 ? i : firstFixed;
            } else {
                elsewhere++;
            }
        }
        int allowed = fixed / FLUSHES_PER_DIFFERENCE;
        if (fixedDiffering > allowed) {
            findings.differs(
                    firstFixed,
                    "journal_writes " + recorded[firstFixed],
                    "journal_writes " + simulated[firstFixed] + ", and " + fixedDiffering
                            + " lines with a flush differ, of " + allowed + " that may");
        } else if (fixedDiffering > 0) {
            findings.used("journal_writes differs in " + fixedDiffering + " of " + fixed
                    + " lines with a flush, of " + allowed + " that may");
        }
        if (elsewhere > 0) {
            findings.used("journal_writes differs in " + elsewhere + " lines without a flush, "
                    + Arrays.stream(simulated).sum() + " in all where "
                    + Arrays.stream(recorded).sum() + " were recorded");
        }
    }
}
