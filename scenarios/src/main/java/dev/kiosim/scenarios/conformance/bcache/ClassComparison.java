package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.scenarios.conformance.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The class of every line. Equal, if all recordings agree; else no more lines may differ than three
 * times as many as differed among the recordings, or one per cent. Where a race decides, only the
 * totals are compared: within what the recordings had, widened by ten per cent.
 */
final class ClassComparison implements Comparison {
    private static final int NOISE_FACTOR = 3;
    private static final int LINES_PER_DIFFERENCE = 100;
    private static final int WIDENING = 10;

    @Override
    public List<String> fields() {
        return List.of("classes", "multi", "counts");
    }

    @Override
    public void compare(Recording recording, Observation observation, Findings findings) {
        if (recording.isTimingSensitive()) {
            compareCounts(recording, observation, findings);
        } else {
            compareLines(recording, observation, findings);
        }
    }

    private static void compareLines(
            Recording recording, Observation observation, Findings findings) {
        String recorded = recording.seen().text("classes", "");
        String simulated = observation.classes();
        Json.Obj multi = recording.seen().object("multi");
        int differing = 0;
        int first = -1;
        for (int i = 0; i < simulated.length(); i++) {
            if (!lettersAt(recorded, multi, i).equals(lettersAt(simulated, observation, i))) {
                first = differing++ == 0 ? i : first;
            }
        }
        long noise = recording.classDifferences();
        long allowed = noise == 0
                ? 0
                : Math.max(NOISE_FACTOR * noise, recording.lines().size() / LINES_PER_DIFFERENCE);
        if (differing > allowed) {
            findings.differs(
                    first,
                    "class " + lettersAt(recorded, multi, first),
                    "class " + lettersAt(simulated, observation, first) + ", and " + differing
                            + " lines differ in all, of " + allowed + " that may");
        } else if (allowed > 0) {
            findings.used(differing + " of " + allowed + " class differences used");
        }
    }

    private static String lettersAt(String classes, Json.Obj multi, int line) {
        char letter = line < classes.length() ? classes.charAt(line) : '?';
        return letter == '*' ? multi.text(Integer.toString(line), "*") : String.valueOf(letter);
    }

    private static String lettersAt(String classes, Observation observation, int line) {
        char letter = classes.charAt(line);
        return letter == '*' ? observation.lettersOf(line) : String.valueOf(letter);
    }

    private static void compareCounts(
            Recording recording, Observation observation, Findings findings) {
        Map<String, Long> simulated = new TreeMap<>();
        for (char letter : observation.classes().toCharArray()) {
            simulated.merge(String.valueOf(letter), 1L, Long::sum);
        }
        Json.Obj counts = recording.seen().object("counts");
        Map<String, Long> letters = new TreeMap<>(simulated);
        counts.fields().keySet().forEach(letter -> letters.putIfAbsent(letter, 0L));
        letters.forEach((letter, count) -> {
            long[] span = span(recording, letter);
            String range = span[0] + " to " + span[1];
            long low = span[0] - span[0] / WIDENING;
            long high = span[1] + span[1] / WIDENING;
            if (count < low || count > high) {
                findings.differs(
                        0,
                        letter + " in " + range + " lines, which may be " + low + " to " + high,
                        letter + " in " + count + " lines");
            } else if (low < high && !letter.equals("-")) {
                findings.used(letter + " " + count + " where " + range + " were recorded, "
                        + (count < span[0] || count > span[1] ? "widened" : "within"));
            }
        });
    }

    /** Least and greatest count of a letter in the three recordings. */
    private static long[] span(Recording recording, String letter) {
        Json.Obj counts = recording.seen().object("counts");
        long least = counts.number(letter, 0);
        long greatest = least;
        for (String other : List.of("repeat", "other_kernel")) {
            Json.Obj again = recording.seen().object(other);
            if (again.find("counts") != null) {
                long count = again.object("counts").number(letter, 0);
                least = Math.min(least, count);
                greatest = Math.max(greatest, count);
            }
        }
        return new long[] {least, greatest};
    }
}
