package dev.kiosim.cli.report;

import dev.kiosim.block.FailureReason;
import dev.kiosim.block.FailureReport;
import dev.kiosim.block.PowerCutReport;
import dev.kiosim.block.Promise;
import dev.kiosim.cli.Version;
import dev.kiosim.cli.output.Figures;
import dev.kiosim.cli.terminal.Palette;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.run.Histogram;
import dev.kiosim.scenarios.run.RunSummary;
import dev.kiosim.scenarios.run.RunSummary.ReplayCount;
import dev.kiosim.scenarios.run.RunSummary.SyscallCount;
import dev.kiosim.scenarios.run.RunSummary.TraceCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run: which it was, what came out, what it cost. */
public final class SummaryReport {
    private final Scenario scenario;
    private final RunSummary summary;
    private final Palette palette;

    /** The report of a run that is over. */
    public SummaryReport(Scenario scenario, RunSummary summary, Palette palette) {
        this.scenario = scenario;
        this.summary = summary;
        this.palette = palette;
    }

    /** The report, each line with its end. */
    public String text() {
        Section section = new Section(palette);
        head(section);
        section.line("");
        results(section);
        section.items("syscalls", syscalls());
        section.item("cpu", cpu());
        kernel(section);
        summary.devices().forEach((device, counters) -> section.items(device, notZero(counters)));
        if (summary.trace().isOn()) {
            section.items("tracepoints", records(summary.trace()));
        }
        for (ReplayCount replay : summary.replays()) {
            section.item("trace", replay.path()).items("", lines(replay));
        }
        if (summary.failures().isEmpty() && !scenario.expects().isEmpty()) {
            int count = scenario.expects().size();
            String held = count + " of " + count + " held";
            section.item("expectations", palette.success(held));
        }
        return section.toString();
    }

    private void head(Section section) {
        section.heading("kiosim " + Version.number() + ": " + scenario.title());
        section.items(
                "scenario",
                List.of(
                        "hash " + scenario.hash(),
                        "seed " + summary.seed(),
                        "abi " + scenario.kernel().text("abi")));
        section.items(
                "simulation",
                List.of(
                        summary.events() + " events",
                        Figures.ratio(summary.events(), summary.completions()) + " per IO",
                        "digest " + summary.digest().hex()));
        section.words("look for", scenario.lookFor());
    }

    private void results(Section section) {
        List<String> counts = new ArrayList<>();
        counts.add(Long.toString(summary.completions()));
        String errors = "errors " + summary.errors();
        counts.add(summary.errors() > 0 ? palette.warning(errors) : errors);
        if (summary.refused() > 0) {
            counts.add(palette.warning("refused by submit " + summary.refused()));
        }
        counts.add(Figures.size(summary.bytes()));
        section.items("completions", counts);
        section.item("time", rates(summary.endNanos()));
        if (summary.completions() > 0) {
            section.items("latency", latencies(summary.latencies()));
            section.items("cache", cacheAnswers(summary));
        }
        if (summary.powerCuts().cuts() > 0) {
            section.items("power cuts", powerCuts(summary.powerCuts()));
        }
        if (summary.losses().total() > 0) {
            section.items("lost", losses(summary.losses()));
        }
        summary.panics().forEach(panic -> section.item("panic", palette.failure(panic)));
        kernelLog(section);
    }

    private static List<String> powerCuts(PowerCutReport report) {
        List<String> items = new ArrayList<>();
        items.add(Long.toString(report.cuts()));
        items.add("sectors checked " + report.sectorsChecked());
        items.add("losses allowed " + report.allowed());
        items.add("by holes of bcache " + report.holes());
        items.add("not allowed " + report.notAllowed());
        report.lost().forEach(extent -> items.add(extent.toString()));
        return items;
    }

    /** Sectors that failures have taken, by reason and by what had been promised, then which. */
    private static List<String> losses(FailureReport report) {
        List<String> items = new ArrayList<>();
        items.add(report.total() + " sectors in failures");
        for (FailureReason reason : FailureReason.values()) {
            if (report.losses(reason) > 0) {
                items.add(reason.label() + " " + report.losses(reason));
            }
        }
        for (Promise promise : Promise.values()) {
            if (report.losses(promise) > 0) {
                items.add(promise.label() + " " + report.losses(promise));
            }
        }
        if (report.sectorsReadOld() > 0) {
            items.add("read afterwards " + report.sectorsReadOld());
        }
        report.lost().forEach(extent -> items.add(extent.toString()));
        return items;
    }

    /** Each message once, with how often it came in a row. */
    private void kernelLog(Section section) {
        List<String> log = summary.kernelLog();
        int from = 0;
        while (from < log.size()) {
            int to = from + 1;
            while (to < log.size() && log.get(to).equals(log.get(from))) {
                to++;
            }
            String times = to - from == 1 ? "" : " (" + (to - from) + " times)";
            section.words(from == 0 ? "kernel log" : "", log.get(from) + times);
            from = to;
        }
    }

    private String rates(long endNanos) {
        return Figures.duration(endNanos)
                + "  "
                + Figures.perSecond(summary.completions(), endNanos)
                + " IO/s  "
                + Figures.size(Figures.perSecond(summary.bytes(), endNanos))
                + "/s";
    }

    private static List<String> latencies(Histogram latencies) {
        return List.of(
                "mean " + Figures.duration(latencies.mean()),
                "p50 " + Figures.duration(latencies.quantile(500)),
                "p90 " + Figures.duration(latencies.quantile(900)),
                "p99 " + Figures.duration(latencies.quantile(990)),
                "p99.9 " + Figures.duration(latencies.quantile(999)),
                "max " + Figures.duration(latencies.max()));
    }

    /** What the ABI told of the cache, and of how many IOs it told nothing. */
    static List<String> cacheAnswers(RunSummary summary) {
        List<String> answers = new ArrayList<>();
        long told = 0;
        for (Map.Entry<String, Long> state : summary.cacheStates().entrySet()) {
            answers.add(state.getKey() + " " + state.getValue());
            told += state.getValue();
        }
        if (told < summary.completions()) {
            answers.add("cannot tell " + (summary.completions() - told));
        }
        return answers;
    }

    private List<String> syscalls() {
        List<String> calls = new ArrayList<>();
        for (SyscallCount call : summary.syscalls()) {
            calls.add(call.name() + " " + call.calls());
        }
        return calls;
    }

    private String cpu() {
        long completions = Math.max(1, summary.completions());
        long tasks = summary.cpuNanos();
        long interrupts = summary.interruptNanos();
        return Figures.duration((tasks + interrupts) / completions)
                + " per IO: tasks "
                + Figures.duration(tasks / completions)
                + ", interrupts "
                + Figures.duration(interrupts / completions);
    }

    private void kernel(Section section) {
        List<String> counters = new ArrayList<>();
        summary.kernel().forEach((name, value) -> {
            if (value != 0) {
                counters.add(name + " " + value);
            }
        });
        if (!counters.isEmpty()) {
            section.items("kernel", counters);
        }
        List<String> findings = new ArrayList<>();
        summary.findings().forEach((kind, count) -> {
            if (count != 0) {
                findings.add(palette.warning(kind + " " + count));
            }
        });
        if (!findings.isEmpty()) {
            section.items("findings", findings);
            summary.findingLines().forEach(line -> section.words("", line));
        }
    }

    private static List<String> notZero(Map<String, Long> counters) {
        List<String> shown = new ArrayList<>();
        counters.forEach((name, value) -> {
            if (value != 0) {
                shown.add(name + " " + value);
            }
        });
        return shown.isEmpty() ? List.of("not used") : shown;
    }

    private List<String> records(TraceCount trace) {
        String lost = "lost " + trace.lost();
        return List.of(
                "records " + trace.written(),
                "kept " + trace.kept(),
                trace.lost() > 0 ? palette.warning(lost) : lost);
    }

    /** What became of every line of a trace. */
    private List<String> lines(ReplayCount replay) {
        List<String> parts = new ArrayList<>();
        parts.add("lines " + replay.lines());
        parts.add("IOs " + replay.records());
        parts.add("comments " + replay.comments());
        parts.add("other events " + replay.others());
        String bad = "not understood " + replay.bad();
        parts.add(replay.bad() > 0 ? palette.warning(bad) : bad);
        if (replay.discards() > 0) {
            parts.add("discards passed over " + replay.discards());
        }
        if (replay.cut() > 0) {
            parts.add("cut " + replay.cut());
        }
        return parts;
    }
}
