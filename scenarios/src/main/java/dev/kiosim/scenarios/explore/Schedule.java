package dev.kiosim.scenarios.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * An order of steps: whose step is next, again and again. Written as names with blanks between,
 * {@code *N} for N steps in a row: {@code setup*9 a*3 irq:0 b*5}. Text after # is a comment.
 */
public final class Schedule {
    private static final int STEPS_MAX = 1_000_000;

    private final List<String> actors;

    /** The steps of these actors, in this order. */
    public Schedule(List<String> actors) {
        this.actors = List.copyOf(actors);
    }

    /**
     * Reads a schedule.
     *
     * @throws ScheduleException if it is none; the message says why
     */
    public static Schedule parse(String text) {
        List<String> actors = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int comment = line.indexOf('#');
            String steps = comment < 0 ? line : line.substring(0, comment);
            for (StringTokenizer words = new StringTokenizer(steps); words.hasMoreTokens(); ) {
                addRun(words.nextToken(), actors);
            }
        }
        if (actors.isEmpty()) {
            throw new ScheduleException("the schedule is empty; expected names such as a*3 b");
        }
        return new Schedule(actors);
    }

    private static void addRun(String word, List<String> actors) {
        int star = word.indexOf('*');
        String name = star < 0 ? word : word.substring(0, star);
        int times = star < 0 ? 1 : times(word, word.substring(star + 1));
        if (name.isEmpty()) {
            throw new ScheduleException(word + " names nobody; expected a name such as a*3");
        }
        for (int i = 0; i < times; i++) {
            actors.add(name);
        }
    }

    private static int times(String word, String digits) {
        try {
            int times = Integer.parseInt(digits);
            if (times > 0 && times <= STEPS_MAX) {
                return times;
            }
        } catch (NumberFormatException e) {
            throw new ScheduleException(word + ": expected a number after *", e);
        }
        throw new ScheduleException(word + ": expected 1 to " + STEPS_MAX + " after *");
    }

    /** Names of the actors, one for each step. */
    public List<String> actors() {
        return actors;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int from = 0;
        while (from < actors.size()) {
            int to = from + 1;
            while (to < actors.size() && actors.get(to).equals(actors.get(from))) {
                to++;
            }
            text.append(from == 0 ? "" : " ").append(actors.get(from));
            text.append(to - from == 1 ? "" : "*" + (to - from));
            from = to;
        }
        return text.toString();
    }
}
