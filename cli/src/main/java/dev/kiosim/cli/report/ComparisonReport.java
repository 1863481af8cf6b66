package dev.kiosim.cli.report;

import dev.kiosim.cli.Version;
import dev.kiosim.cli.output.Figures;
import dev.kiosim.cli.report.StreamComparison.Difference;
import dev.kiosim.cli.report.StreamComparison.Lane;
import dev.kiosim.cli.terminal.Palette;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.run.RunSummary;
import dev.kiosim.scenarios.run.RunSummary.SyscallCount;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The same workload under several ABIs, side by side, on one screen: 40 lines of 100 columns. */
public final class ComparisonReport {
    private static final int LABEL_COLUMNS = 24;
    private static final int COLUMN_COLUMNS_MAX = 20;
    private static final int SCREEN_COLUMNS = 100;
    /** So many names of system calls have a row of their own. */
    private static final int SYSCALL_ROWS = 8;

    private static final String NONE = "-";

    private final Scenario scenario;
    private final List<Side> sides;
    private final StreamComparison streams;
    private final Section section;

    /** A run under one ABI. */
    public record Side(String abi, RunSummary summary, Lane lane) {
        long cpuNanosPerIo() {
            long completions = Math.max(1, summary.completions());
            return (summary.cpuNanos() + summary.interruptNanos()) / completions;
        }

        long syscalls() {
            return summary.syscalls().stream().mapToLong(SyscallCount::calls).sum();
        }
    }

    /** The report of runs that are over. */
    public ComparisonReport(
            Scenario scenario, List<Side> sides, StreamComparison streams, Palette palette) {
        this.scenario = scenario;
        this.sides = List.copyOf(sides);
        this.streams = streams;
        section = new Section(palette);
    }

    /** The report, each line with its end. */
    public String text() {
        section.heading("kiosim " + Version.number() + ": " + scenario.title());
        long seed = sides.get(0).summary().seed();
        section.items("scenario", List.of("hash " + scenario.hash(), "seed " + seed));
        section.line("");
        row("", Side::abi);
        results();
        syscalls();
        answers();
        section.line("");
        differences();
        section.words("in return", inReturn());
        return section.toString();
    }

    private void results() {
        row("completions", side -> Long.toString(side.summary().completions()));
        row("errors", side -> Long.toString(side.summary().errors()));
        row("simulated time", side -> Figures.duration(side.summary().endNanos()));
        row("CPU time per IO", side -> Figures.duration(side.cpuNanosPerIo()));
        row("latency mean", side -> Figures.duration(side.summary().latencies().mean()));
        quantile("  p50", 500);
        quantile("  p90", 900);
        quantile("  p99", 990);
        quantile("  p99.9", 999);
        row("  max", side -> Figures.duration(side.summary().latencies().max()));
    }

    private void quantile(String label, int perMille) {
        row(label, side -> Figures.duration(side.summary().latencies().quantile(perMille)));
    }

    private void syscalls() {
        row("system calls", side -> Long.toString(side.syscalls()));
        List<String> names = syscallNames();
        boolean allFit = names.size() <= SYSCALL_ROWS;
        List<String> shown = allFit ? names : names.subList(0, SYSCALL_ROWS - 1);
        for (String name : shown) {
            count("  " + name, side -> side.summary().calls(name));
        }
        if (!allFit) {
            count(
                    "  others",
                    side -> side.syscalls()
                            - shown.stream()
                                    .mapToLong(name -> side.summary().calls(name))
                                    .sum());
        }
    }

    private List<String> syscallNames() {
        List<String> names = new ArrayList<>();
        for (Side side : sides) {
            for (SyscallCount call : side.summary().syscalls()) {
                if (!names.contains(call.name())) {
                    names.add(call.name());
                }
            }
        }
        return names;
    }

    /** What the results of each ABI tell of an IO, beside the number of bytes. */
    private void answers() {
        for (Attribute attribute : told()) {
            row("told by " + attribute.name(), side -> answered(side, attribute));
            if (attribute == Attribute.CACHE_RESULT) {
                TreeSet<String> states = new TreeSet<>();
                sides.forEach(side -> states.addAll(side.summary().cacheStates().keySet()));
                for (String state : states) {
                    count(
                            "  " + state,
                            side -> side.summary().cacheStates().getOrDefault(state, 0L));
                }
            }
        }
        if (told().isEmpty()) {
            row("told of the cache", side -> "nothing");
        }
    }

    private static String answered(Side side, Attribute attribute) {
        long answers = side.lane().answers(attribute);
        return answers == 0 ? "cannot tell" : answers + " IOs";
    }

    /** The attributes that told something under any ABI. */
    private List<Attribute> told() {
        List<Attribute> told = new ArrayList<>();
        for (Attribute attribute : Attribute.all()) {
            if (sides.stream().anyMatch(side -> side.lane().answers(attribute) > 0)) {
                told.add(attribute);
            }
        }
        return told;
    }

    private void differences() {
        difference("in time", streams.inTime());
        Difference inContent = streams.inContent();
        if (inContent == null) {
            section.item("in content", "same requests, same order, same results");
        } else if (inContent != streams.inTime()) {
            difference("in content", inContent);
        }
    }

    private void difference(String label, @Nullable Difference difference) {
        if (difference == null) {
            section.item(label, "every completion at the same time");
            return;
        }
        for (int i = 0; i < sides.size(); i++) {
            SeenCompletion seen = difference.seen().get(i);
            String what = seen == null ? "has ended" : "#" + seen.number() + " " + seen.text();
            section.item(i == 0 ? label : "", sides.get(i).abi() + " " + what);
        }
    }

    /** What one gets in return for another ABI, in a sentence for each. */
    private String inReturn() {
        StringBuilder text = new StringBuilder();
        Side old = sides.get(0);
        for (Side side : sides.subList(1, sides.size())) {
            text.append(text.isEmpty() ? "" : " ").append(side.abi()).append(' ');
            text.append(moreTold(old, side)).append(". CPU time per IO is ");
            text.append(change(old.cpuNanosPerIo(), side.cpuNanosPerIo()));
            text.append(", system calls are ");
            text.append(change(old.syscalls(), side.syscalls())).append('.');
        }
        return text.toString();
    }

    private static String moreTold(Side old, Side side) {
        List<String> more = new ArrayList<>();
        for (Attribute attribute : Attribute.all()) {
            long answers = side.lane().answers(attribute);
            if (answers > old.lane().answers(attribute)) {
                more.add(attribute.name() + " of " + answers + " IOs");
            }
        }
        return more.isEmpty()
                ? "tells no more than " + old.abi()
                : "tells " + String.join(", ", more) + ", which " + old.abi() + " cannot";
    }

    /** {@code 12.5 % more}, {@code 3.0 % less}, {@code the same}. */
    private static String change(long from, long to) {
        if (from == to) {
            return "the same";
        }
        String percent = Figures.ratio(Math.abs(to - from) * 100, Math.max(1, from)) + " % ";
        return percent + (to > from ? "more" : "less");
    }

    private void count(String label, ToLongFunction<Side> value) {
        row(label, side -> {
            long count = value.applyAsLong(side);
            return count == 0 ? NONE : Long.toString(count);
        });
    }

    private void row(String label, Function<Side, String> value) {
        int columns = Math.min(COLUMN_COLUMNS_MAX, (SCREEN_COLUMNS - LABEL_COLUMNS) / sides.size());
        StringBuilder line = new StringBuilder(label);
        line.append(" ".repeat(Math.max(1, LABEL_COLUMNS - line.length())));
        for (Side side : sides) {
            String cell = value.apply(side);
            line.append(" ".repeat(Math.max(1, columns - cell.length()))).append(cell);
        }
        section.line(line.toString());
    }
}
