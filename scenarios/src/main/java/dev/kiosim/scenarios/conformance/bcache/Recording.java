package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.scenarios.conformance.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A trace and what the real bcache was seen doing.
 *
 * @param setup the machine's sizes and settings
 * @param lines the trace, without comments; the numbers of lines in {@code seen} count these from 0
 * @param seen everything that was recorded
 */
record Recording(Setup setup, List<TraceLine> lines, Json.Obj seen) {
    /** What a recording may hold besides the fields of the comparisons. */
    private static final List<String> OTHER_FIELDS = List.of(
            "name",
            "about",
            "recorded",
            "timing_sensitive",
            "setup",
            "repeat",
            "other_kernel",
            "lines",
            "legend");

    Recording {
        lines = List.copyOf(lines);
    }

    /** Puts both parts together; what is unknown or does not fit is named. */
    static Recording of(Json.Obj seen, List<String> trace) throws UnreadableRecordingException {
        for (String field : seen.fields().keySet()) {
            if (!OTHER_FIELDS.contains(field) && !Comparisons.fields().contains(field)) {
                throw new UnreadableRecordingException("unknown field " + field);
            }
        }
        List<TraceLine> lines = new ArrayList<>();
        for (String text : trace) {
            lines.add(TraceLine.of(text));
        }
        if (seen.number("lines", lines.size()) != lines.size()) {
            throw new UnreadableRecordingException("the trace has " + lines.size()
                    + " lines, the recording " + seen.find("lines"));
        }
        return new Recording(Setup.of(seen.object("setup")), lines, seen);
    }

    /** The lines of a trace that count. */
    static List<String> withoutComments(List<String> trace) {
        return trace.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(String::stripTrailing)
                .toList();
    }

    /** Whether the outcome depends on a race, so that only totals are compared. */
    boolean isTimingSensitive() {
        return seen.find("timing_sensitive") instanceof Json.Word word
                && word.value().equals("true");
    }

    /** How many bios the request of a line became. */
    int biosOf(int line) {
        return Math.max(1, seen.object("multi").text(Integer.toString(line), "").length());
    }

    /** The text of a line, for messages. */
    String textOf(int line) {
        return line < lines.size() ? lines.get(line).text() : "";
    }

    /** The greatest number of lines whose class differed when it was recorded again. */
    long classDifferences() {
        return Math.max(
                seen.object("repeat").number("class_differences", 0),
                seen.object("other_kernel").number("class_differences", 0));
    }

    /** Whether a field came out otherwise when it was recorded again on the same kernel. */
    boolean varies(String field) {
        return seen.object("repeat").list("different").contains(Json.of(field));
    }

    /** A list of whole numbers with one for each line; all 0 if it was left out. */
    long[] perLine(String field) {
        long[] numbers = new long[lines.size()];
        List<Json> items = seen.list(field);
        for (int i = 0; i < Math.min(numbers.length, items.size()); i++) {
            numbers[i] = numberOf(items.get(i));
        }
        return numbers;
    }

    /** A list of lists of whole numbers. */
    List<long[]> tuples(String field) {
        return seen.list(field).stream().map(Recording::tupleOf).toList();
    }

    /** A list of whole numbers; empty if it was left out. */
    long[] tuple(String field) {
        return tupleOf(new Json.Array(seen.list(field)));
    }

    /** A list of whole numbers. */
    static long[] tupleOf(Json list) {
        return list instanceof Json.Array array
                ? array.items().stream().mapToLong(Recording::numberOf).toArray()
                : new long[0];
    }

    private static long numberOf(Json number) {
        return number instanceof Json.Whole whole ? whole.value().longValue() : 0;
    }
}
