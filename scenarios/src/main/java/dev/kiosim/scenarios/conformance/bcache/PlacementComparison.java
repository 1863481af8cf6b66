package dev.kiosim.scenarios.conformance.bcache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where data went in the cache, by pattern: the numbers of buckets differ from kernel to kernel, so
 * what has to agree is which pieces share a bucket, and where in it each lies.
 *
 * <p>The recorder's parser takes a piece of data only if nothing else was traced between the choice
 * of its place and its bio. Where the allocator's thread ran in between, the piece is missing in
 * the recording; then its sectors are missing of what was inserted at that line, too, or it is the
 * first of a bucket at a line at which the allocator was at work.
 */
final class PlacementComparison implements Comparison {
    private static final String PLACEMENTS = "placements";
    private static final String STARTS = "bucket_starts";
    private static final int LINE = 0;
    private static final int BUCKET = 1;
    private static final int OFFSET = 2;
    private static final int SECTORS = 3;

    @Override
    public List<String> fields() {
        return List.of(PLACEMENTS, STARTS);
    }

    @Override
    public void compare(Recording recording, Observation observation, Findings findings) {
        if (recording.seen().find(PLACEMENTS) != null) {
            comparePlacements(recording, observation, findings);
        }
        compareStarts(recording, observation, findings);
    }

    private static void comparePlacements(
            Recording recording, Observation observation, Findings findings) {
        Matching matching = new Matching(recording, PLACEMENTS);
        Fills recordedFills = new Fills();
        Fills simulatedFills = new Fills();
        Pairs pairs = new Pairs();
        List<long[]> simulated = observation.placements();
        int at = 0;
        for (long[] piece : recording.tuples(PLACEMENTS)) {
            while (at < simulated.size() && !isSame(piece, simulated.get(at))) {
                simulatedFills.of(simulated.get(at));
                matching.missing(simulated.get(at++));
            }
            if (at == simulated.size()) {
                matching.unmatched(piece);
                break;
            }
            int recordedFill = recordedFills.of(piece);
            int simulatedFill = simulatedFills.of(simulated.get(at));
            boolean sharesAlike = pairs.goTogether(recordedFill, simulatedFill);
            matching.matched(piece, simulated.get(at), sharesAlike);
            at++;
        }
        while (at < simulated.size()) {
            matching.missing(simulated.get(at++));
        }
        matching.report(findings, observation);
    }

    private static boolean isSame(long[] recorded, long[] simulated) {
        return recorded[LINE] == simulated[LINE]
                && recorded[OFFSET] == simulated[OFFSET]
                && recorded[SECTORS] == simulated[SECTORS];
    }

    private static void compareStarts(
            Recording recording, Observation observation, Findings findings) {
        Matching matching = new Matching(recording, STARTS);
        List<long[]> simulated = observation.placements().stream()
                .filter(piece -> piece[OFFSET] == 0)
                .toList();
        int at = 0;
        for (long[] start : recording.tuples(STARTS)) {
            while (at < simulated.size() && simulated.get(at)[LINE] < start[LINE]) {
                matching.missing(simulated.get(at++));
            }
            if (at < simulated.size() && simulated.get(at)[LINE] == start[LINE]) {
                matching.matched(start, simulated.get(at++), true);
            } else {
                matching.unmatched(start);
            }
        }
        while (at < simulated.size()) {
            matching.missing(simulated.get(at++));
        }
        matching.report(findings, observation);
    }

    /**
     * Numbers the times that buckets were filled: a bucket that is written at a place before the
     * last is being filled anew.
     */
    private static final class Fills {
        private final Map<Long, Long> lastOffset = new LinkedHashMap<>();
        private final Map<Long, Integer> fill = new LinkedHashMap<>();
        private int count;

        int of(long[] piece) {
            Long last = lastOffset.put(piece[BUCKET], piece[OFFSET]);
            if (last == null || piece[OFFSET] <= last) {
                fill.put(piece[BUCKET], count++);
            }
            return fill.getOrDefault(piece[BUCKET], 0);
        }
    }

    /** Which filling of a bucket in the recording is which in the replay. */
    private static final class Pairs {
        private final Map<Integer, Integer> simulatedOf = new LinkedHashMap<>();
        private final Map<Integer, Integer> recordedOf = new LinkedHashMap<>();

        boolean goTogether(int recorded, int simulated) {
            Integer known = simulatedOf.putIfAbsent(recorded, simulated);
            Integer back = recordedOf.putIfAbsent(simulated, recorded);
            return (known == null || known == simulated) && (back == null || back == recorded);
        }
    }

    /** How the pieces of a recording and of a replay go together. */
    private static final class Matching {
        private final Recording recording;
        private final String field;
        private final long[] unexplained;
        private final List<String> problems = new ArrayList<>();
        private final List<long[]> missing = new ArrayList<>();
        private int firstProblemLine;
        private int matched;
        private int sameNumber;

        Matching(Recording recording, String field) {
            this.recording = recording;
            this.field = field;
            unexplained = recording.perLine("inserted_sectors");
            for (long[] piece : recording.tuples(PLACEMENTS)) {
                unexplained[(int) piece[LINE]] -= piece[SECTORS];
            }
        }

        void matched(long[] recorded, long[] simulated, boolean sharesAlike) {
            matched++;
            sameNumber += recorded[BUCKET] == simulated[BUCKET] ? 1 : 0;
            if (!sharesAlike) {
                problem(recorded, "in a bucket with other data than recorded");
            }
        }

        void missing(long[] simulated) {
            missing.add(simulated);
        }

        void unmatched(long[] recorded) {
            problem(recorded, "not there");
        }

        private void problem(long[] recorded, String what) {
            if (problems.isEmpty()) {
                firstProblemLine = (int) recorded[LINE];
            }
            problems.add(what);
        }

        void report(Findings findings, Observation observation) {
            for (long[] piece : missing) {
                explain(piece, observation);
            }
            String agreed = field + ": " + matched + " agree, " + sameNumber
                    + " of them with the very bucket";
            if (problems.isEmpty()) {
                if (matched > 0 && (sameNumber < matched || !missing.isEmpty())) {
                    findings.used(agreed + ", " + missing.size() + " that the parser has lost");
                }
            } else if (recording.varies(field)) {
                findings.used(agreed + ", " + problems.size() + " do not");
            } else {
                findings.differs(
                        firstProblemLine,
                        field,
                        problems.get(0) + ", and " + problems.size() + " differ in all; " + agreed);
            }
        }

        /** A piece that is not in the recording was lost by the parser, or is one too many. */
        private void explain(long[] simulated, Observation observation) {
            int line = (int) simulated[LINE];
            boolean lost = recording.seen().find(PLACEMENTS) != null
                    ? unexplained[line] >= simulated[SECTORS]
                    : observation.wroteTables(line);
            if (lost) {
                unexplained[line] -= simulated[SECTORS];
            } else {
                problem(simulated, "a piece that was not recorded");
            }
        }
    }
}
