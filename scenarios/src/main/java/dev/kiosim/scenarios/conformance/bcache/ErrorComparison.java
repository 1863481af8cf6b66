package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.scenarios.conformance.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which lines failed, and with which errno. */
final class ErrorComparison implements Comparison {
    @Override
    public List<String> fields() {
        return List.of("errors");
    }

    @Override
    public void compare(Recording recording, Observation observation, Findings findings) {
        Map<Integer, Integer> recorded = new TreeMap<>();
        for (Map.Entry<String, Json> error :
                recording.seen().object("errors").fields().entrySet()) {
            recorded.put(
                    Integer.valueOf(error.getKey()),
                    Integer.valueOf(error.getValue().toString()));
        }
        for (int line = 0; line < recording.lines().size(); line++) {
            int expected = recorded.getOrDefault(line, 0);
            int seen = observation.errors().getOrDefault(line, 0);
            if (expected != seen) {
                findings.differs(line, "result " + expected, "result " + seen);
                return;
            }
        }
    }
}
