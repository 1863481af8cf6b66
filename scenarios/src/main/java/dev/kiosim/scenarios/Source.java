package dev.kiosim.scenarios;

import java.util.List;

/**
 * A text that scenarios are read from, kept for the excerpts in messages.
 *
 * @param name the file as the user named it, or {@code --set PATH=VALUE}
 * @param lines the text, line by line
 */
public record Source(String name, List<String> lines) {
    public Source {
        lines = List.copyOf(lines);
    }

    /**
     * The source called {@code name} with that text; any line ends, with or without byte order
     * mark.
     */
    public static Source of(String name, String text) {
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return new Source(name, withoutMark.lines().toList());
    }

    /** Line {@code number}, counted from 1; empty if there is none. */
    public String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }
}
