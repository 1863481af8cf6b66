package dev.kiosim.cli.output;

import static dev.kiosim.engine.InvariantViolation.violated;

import java.util.ArrayList;
import java.util.List;

/** The registry of output formats: one row each. */
public final class OutputFormats {
    private static final List<OutputFormat> ALL =
            List.of(new TextFormat(), new JsonlFormat(), new CsvFormat());

    private OutputFormats() {}

    /** The words that may stand after {@code --format}, the default first. */
    public static List<String> names() {
        return ALL.stream().map(OutputFormat::name).toList();
    }

    /** The names of all fields of a completion. */
    public static List<String> fieldNames() {
        return StreamField.words();
    }

    /** The format of that name, which the caller has checked. */
    static OutputFormat find(String name) {
        for (OutputFormat format : ALL) {
            if (format.name().equals(name)) {
                return format;
            }
        }
        throw violated("no output format is called %s", name);
    }

    /** A writer of lines: {@code fieldNames}, checked, or all that the format shows if empty. */
    static LineWriter writer(String formatName, List<String> fieldNames) {
        OutputFormat format = find(formatName);
        List<StreamField> fields = new ArrayList<>();
        for (String name : fieldNames) {
            StreamField field = StreamField.find(name);
            if (field == null) {
                throw violated("no field is called %s", name);
            }
            fields.add(field);
        }
        return format.writer(fields.isEmpty() ? format.fieldsByDefault() : fields);
    }
}
