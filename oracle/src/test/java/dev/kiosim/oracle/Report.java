package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.CaseResult;
import dev.kiosim.scenarios.conformance.RecordedCase.Step;
import java.util.List;

/** Tells of a program on which kernel and kiosim differ: shrunk, as a scenario, both sides. */
final class Report {
    private Report() {}

    /**
     * The report; empty if the same does not differ when the kernel is asked again, which is a
     * matter of timing.
     *
     * @param first what differed the first time
     */
    static String of(
            Oracle oracle, List<Step> program, Oracle.Finding first, long seed, int number) {
        Oracle.Finding second = oracle.compare(program);
        if (second == null || !isSame(first.difference(), second.difference())) {
            return "";
        }
        return of(new Shrinker(oracle::compare).shrink(second), seed, number);
    }

    private static boolean isSame(CaseResult.Difference first, CaseResult.Difference second) {
        return first.step().equals(second.step())
                && first.recorded().equals(second.recorded())
                && first.simulated().equals(second.simulated());
    }

    /** A line about a difference that did not show again. */
    static String notRepeatable(Oracle.Finding finding, long seed, int number) {
        return "seed " + seed + ", program " + number
                + ": a difference that cannot be repeated, at "
                + finding.difference().step()
                + "\n  real kernel: " + finding.difference().recorded()
                + "\n  kiosim:      " + finding.difference().simulated();
    }

    static String of(Oracle.Finding finding, long seed, int number) {
        return "seed " + seed + ", program " + number + ": the kernel of this machine and kiosim"
                + " differ at step " + finding.difference().number() + " of "
                + finding.recorded().size() + "\n  " + finding.difference().step()
                + "\n  real kernel: " + finding.difference().recorded()
                + "\n  kiosim:      " + finding.difference().simulated()
                + "\n\n"
                + ScenarioText.of(finding.recorded(), "Seed " + seed + " program " + number);
    }
}
