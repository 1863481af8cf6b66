package dev.kiosim.cli.report;

import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.explore.Exploration;
import dev.kiosim.scenarios.explore.Exploration.Counterexample;
import dev.kiosim.scenarios.explore.Limits;
import java.math.BigInteger;
import java.util.List;

/** What an exploration found, for people. */
public final class ExplorationReport {
    private static final int LABEL_COLUMNS = 15;

    private final Scenario scenario;
    private final String name;
    private final Exploration found;
    private final Limits limits;
    private final StringBuilder text = new StringBuilder();

    /**
     * A report.
     *
     * @param name what the user called the scenario
     */
    public ExplorationReport(Scenario scenario, String name, Exploration found, Limits limits) {
        this.scenario = scenario;
        this.name = name;
        this.found = found;
        this.limits = limits;
    }

    /** All lines. */
    public String text(List<String> failures) {
        text.setLength(0);
        line("scenario", scenario.title());
        line("interleavings", interleavings());
        line(
                "preemptions",
                limits.preemptionsMax() < 0 ? "any number" : "at most " + limits.preemptionsMax());
        line(
                "runs",
                found.runs() + ", of which " + found.pruned() + " ended at a state seen before; "
                        + found.states() + " states, " + found.steps() + " steps between them, "
                        + found.depth() + " steps deep");
        Counterexample example = found.counterexample();
        if (example == null) {
            line("violation", found.complete() ? "none" : "none so far: this is no proof");
        } else {
            append(example);
        }
        failures.forEach(failure -> line("failed", failure));
        return text.toString();
    }

    private String interleavings() {
        if (!found.complete()) {
            return "not all covered: ended after " + found.runs() + " runs";
        }
        String wrong = found.violating().equals(BigInteger.ZERO)
                ? "none goes wrong"
                : found.violating() + " go wrong";
        String all = found.isEndless()
                ? "no end of them: some go round in a circle; without circles "
                        + found.interleavings()
                : "all " + found.interleavings();
        return all + ", " + wrong;
    }

    private void append(Counterexample example) {
        line(
                "violation",
                example.violation().kind().word() + ": " + example.violation().text());
        line(
                "shortest",
                example.schedule().actors().size() + " steps"
                        + (found.complete() ? "" : ", of those found so far"));
        text.append('\n').append(new InterleavingText(example.rows()).text()).append('\n');
        line("replay", "kiosim run " + name + " --schedule \\");
        text.append("  '").append(example.schedule()).append("'\n");
    }

    private void line(String label, String value) {
        text.append(label).append(" ".repeat(LABEL_COLUMNS - label.length()));
        text.append(value).append('\n');
    }
}
