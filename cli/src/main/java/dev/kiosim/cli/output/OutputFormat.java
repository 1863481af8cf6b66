package dev.kiosim.cli.output;

import java.util.List;

/**
 * A way in which the completion stream is written: one class each, one row in
 * {@link OutputFormats}.
 */
interface OutputFormat {
    /** The word after {@code --format}. */
    String name();

    /** One line for the reference page. */
    String summary();

    /** The fields of a line, if nobody says which. */
    List<StreamField> fieldsByDefault();

    /** A writer of lines with these fields, in this order. */
    LineWriter writer(List<StreamField> fields);
}
