package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.conformance.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Compares what was recorded of a step with what was seen of it here. */
final class StepComparison {
    private static final String RINGS = "rings";
    private static final String ORDER = "order";
    private static final String EVENTS = "events";

    /**
     * The two sides of a difference.
     *
     * @param recorded what the real kernel did
     * @param simulated what this one did
     */
    record Difference(String recorded, String simulated) {}

    private StepComparison() {}

    /** The first difference, or null. */
    static @Nullable Difference of(AioReplay replay, Json.Obj recorded, Json.Obj seen) {
        boolean anyOrder = recorded.text(ORDER, "").equals("unspecified");
        for (Map.Entry<String, Json> entry : recorded.fields().entrySet()) {
            String key = entry.getKey();
            Json expected = entry.getValue();
            if (key.equals(ORDER)) {
                continue;
            }
            if (key.equals(RINGS)) {
                Difference difference = rings(replay, expected);
                if (difference != null) {
                    return difference;
                }
                continue;
            }
            Json actual = find(seen, key, expected);
            if (anyOrder && key.equals(EVENTS)) {
                expected = sortedByData(expected);
                actual = actual == null ? null : sortedByData(actual);
            }
            if (!isSame(expected, actual)) {
                return new Difference(key + " " + expected, describe(key, actual, seen));
            }
        }
        return null;
    }

    /** Whether they say the same; a number may be written as text. */
    private static boolean isSame(Json recorded, @Nullable Json actual) {
        return recorded.equals(actual)
                || (recorded instanceof Json.Text text
                        && actual instanceof Json.Whole whole
                        && text.value().equals(whole.toString()));
    }

    private static String describe(String key, @Nullable Json actual, Json.Obj seen) {
        return actual == null
                ? "no " + key + " to be seen; " + seen
                : key + " " + actual + note(key, seen);
    }

    /** A result that differs is easier to understand with what came with it. */
    private static String note(String key, Json.Obj seen) {
        Json events = seen.find(EVENTS);
        return key.equals("ret") && events != null ? ", events " + events : "";
    }

    private static @Nullable Json find(Json.Obj seen, String key, Json expected) {
        Json found = seen.find(key);
        if (found instanceof Json.Array bytes
                && key.equals("bytes")
                && expected instanceof Json.Array wanted
                && wanted.items().size() < bytes.items().size()) {
            return new Json.Array(bytes.items().subList(0, wanted.items().size()));
        }
        return found;
    }

    private static Json sortedByData(Json events) {
        if (!(events instanceof Json.Array array)) {
            return events;
        }
        List<Json> sorted = new ArrayList<>(array.items());
        sorted.sort(Comparator.comparing(StepComparison::dataOf));
        return new Json.Array(sorted);
    }

    private static BigInteger dataOf(Json event) {
        return event instanceof Json.Obj fields && fields.find("data") instanceof Json.Whole data
                ? data.value()
                : BigInteger.ZERO;
    }

    /** Every ring that was recorded: its header field by field, or that it is gone. */
    private static @Nullable Difference rings(AioReplay replay, Json recorded) {
        if (!(recorded instanceof Json.Obj rings)) {
            return null;
        }
        for (Map.Entry<String, Json> ring : rings.fields().entrySet()) {
            String name = ring.getKey();
            Json actual = RingActions.header(replay.memory(), replay.names().context(name));
            if (ring.getValue() instanceof Json.Obj header && actual instanceof Json.Obj seen) {
                Difference difference = header(name, header, seen);
                if (difference != null) {
                    return difference;
                }
            } else if (!ring.getValue().equals(actual)) {
                return new Difference(
                        "ring " + name + " " + ring.getValue(), "ring " + name + " " + actual);
            }
        }
        return null;
    }

    private static @Nullable Difference header(String ring, Json.Obj recorded, Json.Obj seen) {
        for (Map.Entry<String, Json> field : recorded.fields().entrySet()) {
            Json actual = seen.find(field.getKey());
            if (!field.getValue().equals(actual)) {
                String name = "ring " + ring + " " + field.getKey() + " ";
                return new Difference(name + field.getValue(), name + actual);
            }
        }
        return null;
    }
}
