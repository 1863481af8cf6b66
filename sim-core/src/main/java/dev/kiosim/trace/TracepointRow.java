package dev.kiosim.trace;

import java.util.List;
import java.util.Locale;

/**
 * What is known of a tracepoint besides its layer.
 *
 * @param label its name, unique in a machine; that of the kernel's tracepoint where there is one
 * @param kind what a viewer makes of it
 * @param text one sentence for the reference page
 * @param fields names of the numbers of a record, 0 to {@link Tracer#FIELDS_MAX}; the last word of
 *     a name is a unit
 */
public record TracepointRow(String label, Tracepoint.Kind kind, String text, List<String> fields) {
    /** The row of an enum's constant, whose name makes the label. */
    public static TracepointRow of(
            String constant, Tracepoint.Kind kind, String text, String... fields) {
        return new TracepointRow(constant.toLowerCase(Locale.ROOT), kind, text, List.of(fields));
    }
}
