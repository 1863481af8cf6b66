package dev.kiosim.scenarios;

import java.util.Comparator;
import java.util.List;

/**
 * Where something is written.
 *
 * @param line from 1; 0 if the source is no file but an option of the command line
 * @param column from 1, in characters; 0 likewise
 */
public record Location(Source source, int line, int column) implements Comparable<Location> {
    private static final Comparator<Location> ORDER =
            Comparator.comparingInt(Location::line).thenComparingInt(Location::column);

    /** The whole of a source that has no lines: an option. */
    public static Location of(String option) {
        return new Location(new Source(option, List.of()), 0, 0);
    }

    /** In the order of the text; options first, all alike. */
    @Override
    public int compareTo(Location other) {
        return ORDER.compare(this, other);
    }

    /** {@code FILE:LINE:COLUMN}, or the option. */
    @Override
    public String toString() {
        return line == 0 ? source.name() : source.name() + ":" + line + ":" + column;
    }
}
