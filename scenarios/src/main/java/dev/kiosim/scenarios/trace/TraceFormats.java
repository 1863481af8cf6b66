package dev.kiosim.scenarios.trace;

import dev.kiosim.engine.Nullable;
import java.util.List;

/** The registry of trace formats: one row each. */
public final class TraceFormats {
    private static final List<TraceFormat> ALL = List.of(new FtraceFormat());

    private TraceFormats() {}

    /** All formats, in the order in which the reference lists them. */
    public static List<TraceFormat> all() {
        return ALL;
    }

    /** The format of that name, or null. */
    public static @Nullable TraceFormat find(String name) {
        for (TraceFormat format : ALL) {
            if (format.name().equals(name)) {
                return format;
            }
        }
        return null;
    }
}
