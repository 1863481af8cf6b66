package dev.kiosim.scenarios.conformance.bcache;

import java.util.List;

/** All rules of comparison. */
final class Comparisons {
    /** One row for each, in the order in which they report. */
    static final List<Comparison> ALL = List.of(
            new ClassComparison(),
            new ErrorComparison(),
            new TrafficComparison(),
            new JournalComparison(),
            new PlacementComparison(),
            new InvalidationComparison(),
            new BackgroundComparison(),
            new SnapshotComparison(),
            new LogComparison());

    private Comparisons() {}

    /** The fields of a recording that any of them looks at. */
    static List<String> fields() {
        return ALL.stream().flatMap(comparison -> comparison.fields().stream()).toList();
    }
}
