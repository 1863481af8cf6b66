package dev.kiosim.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The events of a trace in Chrome's format, and the rules that viewers have: what breaks one is
 * dropped or drawn wrong, without a word.
 */
final class TraceEvents {
    private final List<Event> events = new ArrayList<>();

    /** One event; what it has not is empty, or null. */
    record Event(
            String ph,
            long pid,
            long tid,
            BigDecimal ts,
            String name,
            String cat,
            String id,
            Map<String, String> args) {
        String line() {
            return pid + "/" + tid;
        }

        String span() {
            return cat + "/" + id;
        }
    }

    /** The events of {@code json}, which must be well formed. */
    static TraceEvents of(String json) {
        TraceEvents read = new TraceEvents();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isEvents = parser.currentName().equals("traceEvents");
                parser.nextToken();
                if (isEvents) {
                    read.readEvents(parser);
                } else {
                    parser.skipChildren();
                }
            }
            assertThat(parser.nextToken()).as("something behind the object").isNull();
        }
        return read;
    }

    private void readEvents(JsonParser parser) {
        assertThat(parser.currentToken()).isEqualTo(JsonToken.START_ARRAY);
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> fields = new LinkedHashMap<>();
            Map<String, String> args = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                        String name = parser.currentName();
                        parser.nextToken();
                        args.put(name, parser.getString());
                    }
                } else {
                    fields.put(key, parser.getString());
                }
            }
            events.add(event(fields, args));
        }
    }

    private static Event event(Map<String, String> fields, Map<String, String> args) {
        String ts = fields.get("ts");
        return new Event(
                fields.get("ph"),
                Long.parseLong(fields.get("pid")),
                Long.parseLong(fields.get("tid")),
                ts == null ? null : new BigDecimal(ts),
                fields.getOrDefault("name", ""),
                fields.getOrDefault("cat", ""),
                fields.getOrDefault("id", ""),
                args);
    }

    List<Event> all() {
        return events;
    }

    List<Event> of(char ph) {
        return events.stream().filter(event -> event.ph().equals("" + ph)).toList();
    }

    /** Names of slices, in the order in which they begin. */
    List<String> slices() {
        return of('B').stream().map(Event::name).toList();
    }

    /** Throws if any rule is broken. */
    void check() {
        checkTimes();
        checkNames();
        checkSlices();
        checkSpans();
        checkArrows();
    }

    /** Every time has three decimals, and none on a line of slices goes back. */
    private void checkTimes() {
        Map<String, BigDecimal> last = new HashMap<>();
        for (Event event : events) {
            if (event.ph().equals("M")) {
                continue;
            }
            assertThat(event.ts()).as("%s", event).isNotNull();
            assertThat(event.ts().scale()).as("%s", event).isEqualTo(3);
            assertThat(event.ts().signum()).as("%s", event).isNotNegative();
            if ("BEistf".contains(event.ph())) {
                BigDecimal before = last.put(event.line(), event.ts());
                if (before != null && before.compareTo(event.ts()) > 0) {
                    fail("time goes back from %s: %s", before, event);
                }
            }
        }
    }

    /** Every process and every line of slices has a name, and no line has two. */
    private void checkNames() {
        Set<Long> processes = new HashSet<>();
        Set<String> lines = new HashSet<>();
        Set<Long> tids = new HashSet<>();
        for (Event event : events) {
            if (event.name().equals("process_name")) {
                assertThat(processes.add(event.pid())).as("%s", event).isTrue();
            } else if (event.name().equals("thread_name")) {
                assertThat(lines.add(event.line())).as("%s", event).isTrue();
                assertThat(tids.add(event.tid()))
                        .as("number used twice: %s", event)
                        .isTrue();
            } else if (!event.ph().equals("M")) {
                assertThat(processes).as("%s", event).contains(event.pid());
                if ("BEistf".contains(event.ph())) {
                    assertThat(lines).as("%s", event).contains(event.line());
                }
            }
        }
    }

    /** Slices nest: each end has a beginning, and each beginning an end. */
    private void checkSlices() {
        Map<String, Deque<Event>> open = new LinkedHashMap<>();
        for (Event event : events) {
            Deque<Event> stack = open.computeIfAbsent(event.line(), any -> new ArrayDeque<>());
            if (event.ph().equals("B")) {
                assertThat(event.name()).isNotEmpty();
                stack.push(event);
            } else if (event.ph().equals("E")) {
                assertThat(stack).as("%s ends nothing", event).isNotEmpty();
                stack.pop();
            }
        }
        assertThat(open.values()).allMatch(Deque::isEmpty);
    }

    /** Asynchronous spans nest by category and id, and what happens in one happens inside it. */
    private void checkSpans() {
        Map<String, Deque<Event>> open = new LinkedHashMap<>();
        Map<String, BigDecimal> last = new HashMap<>();
        for (Event event : events) {
            if (!"bne".contains(event.ph())) {
                continue;
            }
            Deque<Event> stack = open.computeIfAbsent(event.span(), any -> new ArrayDeque<>());
            BigDecimal before = last.put(event.span(), event.ts());
            boolean goesBack = before != null && before.compareTo(event.ts()) > 0;
            assertThat(goesBack).as("%s", event).isFalse();
            if (event.ph().equals("b")) {
                stack.push(event);
                continue;
            }
            assertThat(stack).as("%s outside of a span", event).isNotEmpty();
            assertThat(stack.peek().pid()).isEqualTo(event.pid());
            if (event.ph().equals("e")) {
                assertThat(stack.pop().name()).isEqualTo(event.name());
            }
        }
        assertThat(open.values()).allMatch(Deque::isEmpty);
    }

    /** Every point of an arrow lies in an open slice, and an arrow begins before it goes on. */
    private void checkArrows() {
        Map<String, Integer> depths = new HashMap<>();
        Map<String, String> arrows = new HashMap<>();
        for (Event event : events) {
            switch (event.ph()) {
                case "B" -> depths.merge(event.line(), 1, Integer::sum);
                case "E" -> depths.merge(event.line(), -1, Integer::sum);
                case "s", "t", "f" -> {
                    assertThat(depths.getOrDefault(event.line(), 0))
                            .as("%s lies in no slice", event)
                            .isPositive();
                    arrows.merge(event.id(), event.ph(), String::concat);
                }
                default -> assertThat(event.ph()).isIn("M", "i", "C", "b", "n", "e");
            }
        }
        assertThat(arrows.values()).allMatch("stf"::contains);
    }
}
