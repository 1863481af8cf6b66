package dev.kiosim.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The event lines of blkparse's default output, read as strictly as can be. */
final class BlkparseLines {
    private static final Pattern LINE = Pattern.compile(String.join(
            " ",
            "([ \\d]{3},\\d+ {0,2})",
            "([ \\d]\\d)",
            "([ \\d]{7}\\d)",
            "([ \\d]{4}\\d\\.\\d{9})",
            "([ \\d]{4}\\d)",
            " ([A-Zm])",
            "([ A-Z]{3}[A-Z]*)",
            "(.*)"));
    private static final Map<Character, Pattern> REST = Map.ofEntries(
            Map.entry('Q', Pattern.compile("(\\d+ \\+ \\d+ )?\\[\\S+\\]")),
            Map.entry('G', Pattern.compile("(\\d+ \\+ \\d+ )?\\[\\S+\\]")),
            Map.entry('I', Pattern.compile("(\\d+ \\+ \\d+ )?\\[\\S+\\]")),
            Map.entry('D', Pattern.compile("(\\d+ \\+ \\d+ )?\\[\\S+\\]")),
            Map.entry('S', Pattern.compile("\\d+ \\+ \\d+ \\[\\S+\\]")),
            Map.entry('M', Pattern.compile("\\d+ \\+ \\d+ \\[\\S+\\]")),
            Map.entry('F', Pattern.compile("\\d+ \\+ \\d+ \\[\\S+\\]")),
            Map.entry('C', Pattern.compile("\\d+( \\+ \\d+)? \\[\\d+\\]")),
            Map.entry('A', Pattern.compile("\\d+ \\+ \\d+ <- \\(\\d+,\\d+\\) \\d+")),
            Map.entry('X', Pattern.compile("\\d+ / \\d+ \\[\\S+\\]")),
            Map.entry('P', Pattern.compile("\\[\\S+\\]")),
            Map.entry('U', Pattern.compile("\\[\\S+\\] \\d+")),
            Map.entry('m', Pattern.compile("\\S+")));

    private final List<Line> lines = new ArrayList<>();

    /** One event. */
    record Line(String device, int cpu, long sequence, String time, char action, String rest) {
        /** Whether it has sectors: all but plugs, unplugs and flushes. */
        boolean hasExtent() {
            return rest.contains(" + ");
        }

        String sector() {
            Matcher number = Pattern.compile("^\\d+").matcher(rest);
            return number.find() ? number.group() : "0";
        }
    }

    /** The events of {@code text}, up to the totals; messages are left out. */
    static BlkparseLines of(String text) {
        BlkparseLines read = new BlkparseLines();
        for (String line : text.lines().toList()) {
            if (line.startsWith("CPU")) {
                break;
            }
            read.add(line);
        }
        return read;
    }

    private void add(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            fail("no line of blkparse: %s", line);
        }
        char action = matcher.group(6).charAt(0);
        assertThat(matcher.group(8)).as(line).matches(REST.get(action));
        if (action != 'm') {
            lines.add(new Line(
                    matcher.group(1).strip(),
                    Integer.parseInt(matcher.group(2).strip()),
                    Long.parseLong(matcher.group(3).strip()),
                    matcher.group(4),
                    action,
                    matcher.group(8)));
        }
    }

    List<Line> all() {
        return lines;
    }

    /** Times do not go back; sequence numbers of a device go up by one on each CPU. */
    void checkOrder() {
        String time = "";
        Map<String, Long> sequences = new HashMap<>();
        for (Line line : lines) {
            assertThat(line.time()).as("%s", line).isGreaterThanOrEqualTo(time);
            time = line.time();
            String key = line.device() + " on " + line.cpu();
            assertThat(line.sequence()).isEqualTo(sequences.merge(key, 1L, Long::sum));
        }
    }
}
