package dev.kiosim.cli.report;

import dev.kiosim.cli.terminal.Palette;
import java.util.List;

/** Lines that begin with a label, and break between items. */
final class Section {
    static final int COLUMNS = 100;

    private static final int LABEL_COLUMNS = 14;
    private static final String BETWEEN = "  ";

    private final StringBuilder text = new StringBuilder();
    private final Palette palette;

    Section(Palette palette) {
        this.palette = palette;
    }

    /** Adds a line as it is. */
    Section line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** Adds a line that heads what follows. */
    Section heading(String line) {
        return line(palette.heading(line));
    }

    /** Adds one item under a label. */
    Section item(String label, String item) {
        return items(label, List.of(item));
    }

    /** Adds items under a label, none of them broken; nothing if there are none. */
    Section items(String label, List<String> items) {
        String margin = " ".repeat(LABEL_COLUMNS);
        StringBuilder line = new StringBuilder(padded(label));
        boolean isFirst = true;
        for (String item : items) {
            boolean isFull = line.length() + BETWEEN.length() + item.length() > COLUMNS;
            if (!isFirst && isFull) {
                line(line.toString());
                line = new StringBuilder(margin);
                isFirst = true;
            }
            line.append(isFirst ? "" : BETWEEN).append(item);
            isFirst = false;
        }
        return items.isEmpty() ? this : line(line.toString());
    }

    /** Adds running text under a label, broken between words. */
    Section words(String label, String words) {
        String margin = " ".repeat(LABEL_COLUMNS);
        StringBuilder line = new StringBuilder(padded(label));
        int begin = line.length();
        int from = 0;
        while (from < words.length()) {
            int to = words.indexOf(' ', from);
            int end = to < 0 ? words.length() : to;
            if (line.length() > begin && line.length() + 1 + end - from > COLUMNS) {
                line(line.toString());
                line = new StringBuilder(margin);
                begin = line.length();
            }
            line.append(line.length() > begin ? " " : "").append(words, from, end);
            from = end + 1;
        }
        return words.isEmpty() ? this : line(line.toString());
    }

    private static String padded(String label) {
        return label + " ".repeat(Math.max(1, LABEL_COLUMNS - label.length()));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
