package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.conformance.CaseResult;
import java.util.ArrayList;
import java.util.List;

/** What the comparisons of a case found: differences, and how much of each tolerance was used. */
final class Findings {
    private final Recording recording;
    private final List<CaseResult.Difference> differences = new ArrayList<>();
    private final List<String> tolerances = new ArrayList<>();

    Findings(Recording recording) {
        this.recording = recording;
    }

    /** Something differs at a line, beyond what may. */
    void differs(int line, String recorded, String simulated) {
        differences.add(
                new CaseResult.Difference(line, recording.textOf(line), recorded, simulated));
    }

    /** So much of a tolerance was used. */
    void used(String tolerance) {
        tolerances.add(tolerance);
    }

    /** The first difference, or null. */
    CaseResult.@Nullable Difference first() {
        return differences.isEmpty() ? null : differences.get(0);
    }

    List<CaseResult.Difference> differences() {
        return differences;
    }

    List<String> tolerances() {
        return tolerances;
    }
}
