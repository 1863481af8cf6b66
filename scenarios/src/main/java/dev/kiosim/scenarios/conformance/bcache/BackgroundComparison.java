package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * At which lines garbage collection began and ended, allocation failed, and so on: the same, where
 * they were the same when it was recorded again.
 */
final class BackgroundComparison implements Comparison {
    @Override
    public List<String> fields() {
        return List.of("background");
    }

    @Override
    public void compare(Recording recording, Observation observation, Findings findings) {
        Json.Obj recorded = recording.seen().object("background");
        Set<String> events = new LinkedHashSet<>(recorded.fields().keySet());
        events.addAll(observation.background().keySet());
        List<String> varying = new ArrayList<>();
        for (String event : events) {
            long[] expected = Recording.tupleOf(
                    recorded.fields().getOrDefault(event, new Json.Array(List.of())));
            long[] seen = observation.background().getOrDefault(event, List.of()).stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            if (Arrays.equals(expected, seen)) {
                continue;
            }
            if (recording.varies("background")) {
                varying.add(event + " " + seen.length + " times where " + expected.length
                        + " were recorded");
            } else {
                findings.differs(
                        0,
                        event + " at lines " + Arrays.toString(expected),
                        event + " at lines " + Arrays.toString(seen));
            }
        }
        if (!varying.isEmpty()) {
            findings.used(String.join(", ", varying));
        }
    }
}
