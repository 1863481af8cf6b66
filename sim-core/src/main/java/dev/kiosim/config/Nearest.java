package dev.kiosim.config;

import java.util.List;
import java.util.Locale;

/**
 * The valid word that was probably meant: the one within a small edit distance, where an edit is a
 * letter added, lost or changed, or two neighbours exchanged (Damerau; each letter moves at most
 * once).
 */
public final class Nearest {
    private Nearest() {}

    /**
     * The word of {@code valid} nearest to {@code word}: the first of equals. Empty if none is
     * within one edit for every three letters, at least one. Letter case costs nothing.
     */
    public static String to(String word, List<String> valid) {
        String best = "";
        int bestDistance = Math.max(1, word.length() / 3) + 1;
        for (String candidate : valid) {
            int distance = distance(lower(word), lower(candidate));
            if (distance < bestDistance && distance < candidate.length()) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** The end of a message: {@code ; did you mean "rpm"?}, or nothing for an empty suggestion. */
    public static String question(String suggestion) {
        return suggestion.isEmpty() ? "" : "; did you mean \"" + suggestion + "\"?";
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** Edits between two words; rows of the usual table, of which three are kept. */
    static int distance(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + change);
                if (isExchange(from, i, to, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[to.length()];
    }

    private static boolean isExchange(String from, int i, String to, int j) {
        return i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
    }
}
