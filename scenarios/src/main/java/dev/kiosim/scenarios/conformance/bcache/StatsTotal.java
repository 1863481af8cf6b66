package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.scenarios.conformance.Json;

/**
 * What the counters of {@code stats_total} may show at a line. They are copied every 13.6 s; at
 * which line a tick falls is not fixed. So a counter shows what it was at some time within the last
 * two ticks, give or take the lines whose class differs.
 */
record StatsTotal(Recording recording, Observation observation, int atLine) {
    private static final long TWO_TICKS_NANOS = 2 * 13_640_000_000L;
    private static final char NO_LETTER = '-';
    /** Lost misses depend on when leaves are split and garbage is collected. */
    private static final int COLLISIONS_MORE_OR_LESS = 10;

    /** Whether a counter that shows {@code seen} here may have shown {@code expected} there. */
    boolean mayDiffer(String name, Json expected, Json seen) {
        String counter = name.substring(name.lastIndexOf('/') + 1);
        char letter = letterOf(counter);
        if (letter != NO_LETTER && expected instanceof Json.Whole whole) {
            long value = whole.value().longValue();
            return value >= countOf(letter, true) - differences()
                    && value <= countOf(letter, false) + differences();
        }
        if (counter.equals("cache_miss_collisions")) {
            return Math.abs(numberOf(expected) - numberOf(seen)) <= COLLISIONS_MORE_OR_LESS
                    && recording.varies("bucket_starts");
        }
        return isStale() || differences() > 0;
    }

    private static char letterOf(String counter) {
        return switch (counter) {
            case "cache_hits" -> 'H';
            case "cache_misses" -> 'M';
            case "cache_bypass_hits" -> 'h';
            case "cache_bypass_misses" -> 'm';
            default -> NO_LETTER;
        };
    }

    private static long numberOf(Json number) {
        return number instanceof Json.Whole whole ? whole.value().longValue() : 0;
    }

    /** Whether requests came within the last two ticks. */
    private boolean isStale() {
        for (int i = atLine; i >= 0 && !isOld(i); i--) {
            if (recording.lines().get(i).kind().isRequest()) {
                return true;
            }
        }
        return false;
    }

    private boolean isOld(int line) {
        return observation.beganNanos(line) < observation.beganNanos(atLine) - TWO_TICKS_NANOS / 2;
    }

    private long countOf(char letter, boolean oldOnly) {
        long count = 0;
        for (int i = 0; i < atLine; i++) {
            if (oldOnly
                    && observation.beganNanos(i)
                            >= observation.beganNanos(atLine) - TWO_TICKS_NANOS) {
                break;
            }
            count += observation
                    .lettersOf(i)
                    .chars()
                    .filter(each -> each == letter)
                    .count();
        }
        return count;
    }

    /** Lines whose class differs. */
    private long differences() {
        String recorded = recording.seen().text("classes", "");
        String simulated = observation.classes();
        long count = 0;
        for (int i = 0; i < Math.min(recorded.length(), atLine); i++) {
            count += recorded.charAt(i) == simulated.charAt(i) ? 0 : 1;
        }
        return count;
    }
}
