package dev.kiosim.scenarios.run;

import dev.kiosim.block.FailureReport;
import dev.kiosim.block.Promise;
import dev.kiosim.config.Measure;
import dev.kiosim.config.Settings;
import dev.kiosim.kernel.aio.Finding;
import dev.kiosim.scenarios.ExpectSpec;
import dev.kiosim.scenarios.vocabulary.ExpectKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a scenario expects of its run: looks at completions as they go by, and at the summary at the
 * end.
 */
final class Expectations {
    private final List<ExpectSpec> specs;
    private final List<Seen> seen = new ArrayList<>();

    /** What the stream has shown for an expectation about single completions. */
    private static final class Seen {
        private final ExpectSpec spec;
        private long matches;
        private String value = "";

        Seen(ExpectSpec spec) {
            this.spec = spec;
        }
    }

    /** Those of {@code all} that must hold under {@code abi}. */
    Expectations(List<ExpectSpec> all, String abi) {
        specs = all.stream().filter(spec -> spec.appliesTo(abi)).toList();
        for (ExpectSpec spec : specs) {
            if (spec.kind().equals("count") || spec.kind().equals("completion")) {
                seen.add(new Seen(spec));
            }
        }
    }

    /** Whether something is expected of the findings of that kind. */
    boolean speakOf(Finding.Kind kind) {
        return specs.stream()
                .anyMatch(spec -> spec.kind().equals("findings")
                        && spec.settings().text("kind").equals(kind.name()));
    }

    /** Whether something is expected of the machine standing still. */
    boolean speakOfPanics() {
        return specs.stream().anyMatch(spec -> spec.kind().equals("panics"));
    }

    /** Looks at a completion that goes by. */
    void see(Completion completion) {
        for (int i = 0; i < seen.size(); i++) {
            look(seen.get(i), completion);
        }
    }

    private static void look(Seen at, Completion completion) {
        Settings settings = at.spec.settings();
        String field = settings.text("field");
        if (at.spec.kind().equals("count")) {
            at.matches +=
                    CompletionFields.text(completion, field).equals(settings.text("value")) ? 1 : 0;
        } else if (completion.number() == settings.number("number")) {
            at.matches++;
            at.value = CompletionFields.text(completion, field);
        }
    }

    /** Adds to the summary's failures what did not hold. */
    void check(RunSummary summary) {
        for (ExpectSpec spec : specs) {
            List<String> failures = new ArrayList<>();
            check(spec, summary, failures);
            for (String failure : failures) {
                summary.failures().add(spec.section().at() + ": " + failure);
            }
        }
    }

    private void check(ExpectSpec spec, RunSummary summary, List<String> failures) {
        Settings settings = spec.settings();
        switch (spec.kind()) {
            case "completions" -> compare("completions", summary.completions(), settings, failures);
            case "errors" -> compare("errors", summary.errors(), settings, failures);
            case "end_time" -> compare("end_time", summary.endNanos(), settings, failures);
            case "count" ->
                compare(
                        "completions with " + settings.text("field") + " " + settings.text("value"),
                        seenFor(spec).matches,
                        settings,
                        failures);
            case "completion" -> checkCompletion(seenFor(spec), failures);
            case "metric" -> checkMetric(settings, summary, failures);
            case "kernel" -> checkKernel(settings, summary, failures);
            case "task" -> checkTask(settings, summary, failures);
            case "findings" ->
                compare(
                        "findings " + settings.text("kind"),
                        summary.findings().getOrDefault(settings.text("kind"), 0L),
                        settings,
                        failures);
            case "syscalls" ->
                compare(
                        "calls of " + settings.text("name"),
                        summary.calls(settings.text("name")),
                        settings,
                        failures);
            case "tracepoint" ->
                compare(
                        "hits of " + settings.text("name"),
                        summary.trace().hits().getOrDefault(settings.text("name"), 0L),
                        settings,
                        failures);
            case "trace_records" ->
                compare(
                        "records " + settings.text("which"),
                        records(settings.text("which"), summary.trace()),
                        settings,
                        failures);
            case "explore" -> {} // a fact of all runs together: explore.ExploreExpectations
            case "power_cuts" ->
                compare(spec.kind(), summary.powerCuts().cuts(), settings, failures);
            case "sectors_lost" ->
                compare(spec.kind(), summary.powerCuts().allowed(), settings, failures);
            case "sectors_lost_in_failures" ->
                compare(
                        "sectors_lost_in_failures " + settings.text("promise"),
                        lost(settings.text("promise"), summary.losses()),
                        settings,
                        failures);
            case "old_sectors_read" ->
                compare(spec.kind(), summary.losses().sectorsReadOld(), settings, failures);
            case "panics" -> compare(spec.kind(), summary.panics().size(), settings, failures);
            case "digest" -> checkDigest(settings.text("is"), summary.digest().hex(), failures);
            default ->
                compare(spec.kind(), latency(spec.kind(), summary.latencies()), settings, failures);
        }
    }

    private static long lost(String promise, FailureReport losses) {
        return promise.equals(ExpectKinds.ANY_PROMISE)
                ? losses.total()
                : losses.losses(Promise.valueOf(promise.toUpperCase(Locale.ROOT)));
    }

    private static long records(String which, RunSummary.TraceCount trace) {
        return switch (which) {
            case "written" -> trace.written();
            case "lost" -> trace.lost();
            default -> trace.kept();
        };
    }

    private static long latency(String kind, Histogram latencies) {
        return switch (kind) {
            case "latency_mean" -> latencies.mean();
            case "latency_max" -> latencies.max();
            case "latency_p50" -> latencies.quantile(500);
            case "latency_p90" -> latencies.quantile(900);
            case "latency_p99" -> latencies.quantile(990);
            case "latency_p99_9" -> latencies.quantile(999);
            default -> throw new IllegalArgumentException("no expectation is called " + kind);
        };
    }

    private Seen seenFor(ExpectSpec spec) {
        return seen.stream().filter(s -> s.spec == spec).findFirst().orElseThrow();
    }

    private static void checkCompletion(Seen at, List<String> failures) {
        Settings settings = at.spec.settings();
        String what = "completion " + settings.number("number") + ", " + settings.text("field");
        if (at.matches == 0) {
            failures.add("there was no completion " + settings.number("number"));
            return;
        }
        if (settings.has("is") && !settings.text("is").equals(at.value)) {
            failures.add(what + " is " + at.value + ", expected " + settings.text("is"));
        }
        if (settings.has("is_not") && settings.text("is_not").equals(at.value)) {
            failures.add(what + " is " + at.value + ", which was not expected");
        }
    }

    private static void checkMetric(Settings settings, RunSummary summary, List<String> failures) {
        String device = settings.text("of");
        String name = settings.text("name");
        Map<String, Long> counters = summary.devices().getOrDefault(device, Map.of());
        Long value = counters.get(name);
        if (value == null) {
            failures.add(device + " has no counter " + name + "; it has "
                    + (counters.isEmpty() ? "none" : String.join(", ", counters.keySet())));
            return;
        }
        compare(name + " of " + device, value, settings, failures);
    }

    private static void checkTask(Settings settings, RunSummary summary, List<String> failures) {
        String task = settings.text("of");
        Map<String, Long> counters = summary.tasks().get(task);
        if (counters == null) {
            failures.add("there was no task " + task + "; there were "
                    + String.join(", ", summary.tasks().keySet()));
            return;
        }
        String name = settings.text("name");
        compare(name + " of " + task, counters.getOrDefault(name, 0L), settings, failures);
    }

    private static void checkKernel(Settings settings, RunSummary summary, List<String> failures) {
        String name = settings.text("name");
        Long ofKernel = summary.kernel().get(name);
        Long value = ofKernel == null ? summary.completionPath().get(name) : ofKernel;
        if (value == null) {
            failures.add("the kernel has no counter " + name + "; it has "
                    + String.join(", ", summary.kernel().keySet()) + ", "
                    + String.join(", ", summary.completionPath().keySet()));
            return;
        }
        compare(name + " of the kernel", value, settings, failures);
    }

    private static void checkDigest(String expected, String digest, List<String> failures) {
        if (!digest.startsWith(expected)) {
            failures.add("digest is " + digest + ", expected " + expected);
        }
    }

    private static void compare(String what, long value, Settings settings, List<String> failures) {
        for (String comparison : settings.names()) {
            if (isComparison(comparison)
                    && !holds(value, comparison, settings.number(comparison))) {
                boolean isTime = what.startsWith("latency") || what.equals("end_time");
                failures.add(what + " is " + format(value, isTime) + ", expected "
                        + comparison.replace('_', ' ') + " "
                        + format(settings.number(comparison), isTime));
            }
        }
    }

    private static boolean isComparison(String key) {
        return switch (key) {
            case "is", "is_not", "at_least", "at_most", "above", "below" -> true;
            default -> false;
        };
    }

    private static boolean holds(long value, String comparison, long bound) {
        return switch (comparison) {
            case "is" -> value == bound;
            case "is_not" -> value != bound;
            case "at_least" -> value >= bound;
            case "at_most" -> value <= bound;
            case "above" -> value > bound;
            default -> value < bound;
        };
    }

    private static String format(long value, boolean isTime) {
        return isTime ? Measure.DURATION.text(value) : Long.toString(value);
    }
}
