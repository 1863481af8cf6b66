package dev.kiosim.scenarios.explore;

import dev.kiosim.config.Settings;
import dev.kiosim.scenarios.ExpectSpec;
import dev.kiosim.scenarios.Scenario;
import java.util.ArrayList;
import java.util.List;

/** What a scenario expects of its exploration. */
public final class ExploreExpectations {
    private ExploreExpectations() {}

    /** Whether {@code scenario} expects anything. */
    public static boolean hasAny(Scenario scenario) {
        return scenario.expects().stream().anyMatch(spec -> spec.kind().equals("explore"));
    }

    /** What did not hold, one line each. */
    public static List<String> failures(Scenario scenario, Exploration found) {
        List<String> failures = new ArrayList<>();
        for (ExpectSpec spec : scenario.expects()) {
            if (spec.kind().equals("explore")) {
                Settings expected = spec.settings();
                String at = spec.section().at() + ": ";
                compare(at, "violation", found.verdict(), expected.text("violation"), failures);
                boolean complete = expected.flag("complete");
                compare(at, "complete", "" + found.complete(), "" + complete, failures);
                if (expected.has("interleavings")) {
                    String number = found.interleavings().toString();
                    compare(at, "interleavings", number, expected.text("interleavings"), failures);
                }
            }
        }
        return failures;
    }

    private static void compare(
            String at, String what, String found, String expected, List<String> failures) {
        if (!found.equals(expected)) {
            failures.add(at + what + " is " + found + ", expected " + expected);
        }
    }
}
