package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.scenarios.conformance.Json;
import java.util.List;
import java.util.regex.Pattern;

/** What bcache says in the kernel's log: the same words; the uuid of the set may be another. */
final class LogComparison implements Comparison {
    private static final Pattern UUID =
            Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");

    @Override
    public List<String> fields() {
        return List.of("kernel_log");
    }

    @Override
    public void compare(Recording recording, Observation observation, Findings findings) {
        List<String> recorded = recording.seen().list("kernel_log").stream()
                .map(message -> message instanceof Json.Text text ? text.value() : "")
                .toList();
        List<String> simulated = observation.kernelLog();
        for (int i = 0; i < Math.max(recorded.size(), simulated.size()); i++) {
            String expected = i < recorded.size() ? recorded.get(i) : "no more";
            String seen = i < simulated.size() ? simulated.get(i) : "no more";
            if (!plain(expected).equals(plain(seen))) {
                findings.differs(
                        recording.lines().size(), "kernel log: " + expected, "kernel log: " + seen);
                return;
            }
        }
    }

    private static String plain(String message) {
        return UUID.matcher(message).replaceAll("UUID");
    }
}
