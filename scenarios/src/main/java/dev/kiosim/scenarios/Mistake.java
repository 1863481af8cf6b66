package dev.kiosim.scenarios;

import java.util.stream.Collectors;

/**
 * Something wrong, or without effect, in a scenario: a fact, not an exception, since a file may
 * have many.
 *
 * @param message what is wrong, what is allowed, the nearest valid name; one line
 */
public record Mistake(Severity severity, Location at, String message)
        implements Comparable<Mistake> {
    /** Whether the scenario can still run. */
    public enum Severity {
        /** Nothing is run. */
        ERROR,
        /** The scenario runs; what is written there does nothing. */
        WARNING
    }

    /** An excerpt shows at most this much of a line. */
    private static final int EXCERPT_CHARACTERS = 96;

    /** A mistake that keeps the scenario from running. */
    public static Mistake error(Location at, String message) {
        return new Mistake(Severity.ERROR, at, message);
    }

    /** Something written that has no effect. */
    public static Mistake warning(Location at, String message) {
        return new Mistake(Severity.WARNING, at, message);
    }

    /** Whether it keeps the scenario from running. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** In the order of the text. */
    @Override
    public int compareTo(Mistake other) {
        return at.compareTo(other.at);
    }

    /** One line: {@code FILE:LINE:COLUMN: message}. */
    public String firstLine() {
        String mark = severity == Severity.WARNING ? "warning: " : "";
        return at + ": " + mark + message;
    }

    /**
     * {@link #firstLine}, then the line of the source and a caret under the place, if there is one.
     */
    public String withExcerpt() {
        String line = at.source().line(at.line());
        if (line.isBlank()) {
            return firstLine();
        }
        int column = Math.min(at.column() - 1, line.codePointCount(0, line.length()));
        int index = line.offsetByCodePoints(0, column);
        int from = Math.max(0, index - EXCERPT_CHARACTERS * 3 / 4);
        int to = Math.min(line.length(), from + EXCERPT_CHARACTERS);
        String number = Integer.toString(at.line());
        String margin = " ".repeat(number.length());
        return firstLine()
                + "\n  " + number + " | " + line.substring(from, to)
                + "\n  " + margin + " | " + blanks(line.substring(from, index)) + "^";
    }

    /** As wide as {@code text}, however wide the terminal shows a tab. */
    private static String blanks(String text) {
        return text.codePoints()
                .mapToObj(character -> character == '\t' ? "\t" : " ")
                .collect(Collectors.joining());
    }
}
