package dev.kiosim.cli.report;

import dev.kiosim.scenarios.explore.Transcript;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An interleaving for people: a line a step, a column for each who takes steps. Since only one does
 * at a time, texts may run on to the right. Steps before the second one appears are summed up.
 */
public final class InterleavingText {
    private static final int NUMBER_COLUMNS = 6;
    private static final int ACTOR_COLUMNS_MIN = 12;
    private static final int LINE_COLUMNS = 100;

    private final List<Transcript.Row> rows;
    private final List<String> actors;
    private final int alone;
    private final int columns;

    /** A text of {@code rows}. */
    public InterleavingText(List<Transcript.Row> rows) {
        this.rows = rows;
        alone = alone();
        Set<String> seen = new LinkedHashSet<>();
        rows.subList(alone, rows.size()).forEach(row -> seen.add(row.actor()));
        actors = new ArrayList<>(seen);
        columns = Math.max(
                ACTOR_COLUMNS_MIN,
                actors.stream().mapToInt(String::length).max().orElse(0) + 2);
    }

    /** How many steps there are before somebody else takes one. */
    private int alone() {
        int count = 0;
        while (count < rows.size() && rows.get(count).actor().equals(rows.get(0).actor())) {
            count++;
        }
        return count == rows.size() ? 0 : count;
    }

    /** All lines. */
    public String text() {
        StringBuilder text = new StringBuilder();
        appendAlone(text);
        StringBuilder heads = new StringBuilder(" step ");
        for (String actor : actors) {
            heads.append(actor).append(" ".repeat(columns - actor.length()));
        }
        text.append(heads.toString().stripTrailing()).append('\n');
        for (int i = alone; i < rows.size(); i++) {
            String number = Integer.toString(i + 1);
            text.append(" ".repeat(NUMBER_COLUMNS - 1 - number.length()))
                    .append(number)
                    .append(' ')
                    .append(" ".repeat(actors.indexOf(rows.get(i).actor()) * columns))
                    .append(rows.get(i).text())
                    .append('\n');
        }
        return text.toString();
    }

    private void appendAlone(StringBuilder text) {
        if (alone == 0) {
            return;
        }
        StringBuilder line = new StringBuilder("first " + rows.get(0).actor() + ":");
        for (int i = 0; i < alone; i++) {
            String word = " " + rows.get(i).text() + (i + 1 == alone ? "" : ",");
            if (line.length() + word.length() > LINE_COLUMNS) {
                text.append(line).append('\n');
                line = new StringBuilder(" ".repeat(NUMBER_COLUMNS - 1));
            }
            line.append(word);
        }
        text.append(line).append('\n');
    }
}
