package dev.kiosim.scenarios.conformance;

import dev.kiosim.engine.Nullable;
import java.util.List;

/**
 * How a case went.
 *
 * @param id the case
 * @param title what it shows
 * @param difference the first step that differs; null if none does
 * @param steps every step with what kiosim did, for those who want to see all of it
 * @param tolerances how much was used of what the rules of comparison allow; empty if they allow
 *     nothing
 */
public record CaseResult(
        String id,
        String title,
        @Nullable Difference difference,
        List<String> steps,
        List<String> tolerances) {
    /**
     * A step that differs.
     *
     * @param number of the step, from 1
     * @param step what was done
     * @param recorded what the real system did
     * @param simulated what kiosim did
     */
    public record Difference(int number, String step, String recorded, String simulated) {}

    public CaseResult {
        steps = List.copyOf(steps);
        tolerances = List.copyOf(tolerances);
    }

    /** Whether nothing differs. */
    public boolean passed() {
        return difference == null;
    }
}
