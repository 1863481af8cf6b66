package dev.kiosim.scenarios.conformance;

/**
 * How many cases passed, failed, and were left out by the filter.
 *
 * @param passed without a difference
 * @param failed with one
 * @param skipped not replayed, since the filter left them out
 */
public record ConformanceTotals(int passed, int failed, int skipped) {
    /** None at all. */
    public static final ConformanceTotals NONE = new ConformanceTotals(0, 0, 0);

    /** Both together. */
    public ConformanceTotals plus(ConformanceTotals other) {
        return new ConformanceTotals(
                passed + other.passed, failed + other.failed, skipped + other.skipped);
    }
}
