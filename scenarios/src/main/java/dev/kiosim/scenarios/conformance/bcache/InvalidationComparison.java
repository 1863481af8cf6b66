package dev.kiosim.scenarios.conformance.bcache;

import java.util.Arrays;
import java.util.List;

/**
 * How many buckets were given up when, and with how many live sectors; which ones they were by
 * number differs from kernel to kernel.
 */
final class InvalidationComparison implements Comparison {
    private static final String FIELD = "invalidations";

    @Override
    public List<String> fields() {
        return List.of(FIELD);
    }

    @Override
    public void compare(Recording recording, Observation observation, Findings findings) {
        List<long[]> recorded = recording.tuples(FIELD);
        List<long[]> simulated = observation.invalidations();
        int agreeing = 0;
        while (agreeing < Math.min(recorded.size(), simulated.size())
                && isAlike(recorded.get(agreeing), simulated.get(agreeing))) {
            agreeing++;
        }
        if (agreeing == recorded.size() && agreeing == simulated.size()) {
            return;
        }
        if (recording.varies(FIELD)) {
            findings.used("invalidations: " + simulated.size() + " where " + recorded.size()
                    + " were recorded, the first " + agreeing + " at the same lines");
        } else {
            findings.differs(
                    (int)
                            (agreeing < recorded.size()
                                    ? recorded.get(agreeing)[0]
                                    : simulated.get(agreeing)[0]),
                    "invalidation " + textOf(recorded, agreeing),
                    "invalidation " + textOf(simulated, agreeing));
        }
    }

    private static boolean isAlike(long[] recorded, long[] simulated) {
        return recorded[0] == simulated[0] && recorded[2] == simulated[2];
    }

    private static String textOf(List<long[]> invalidations, int index) {
        return index < invalidations.size()
                ? Arrays.toString(invalidations.get(index)) + " (line, bucket, sectors)"
                : "none";
    }
}
