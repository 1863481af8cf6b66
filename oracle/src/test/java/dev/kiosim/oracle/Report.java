package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.RecordedCase.Step;
import java.util.List;

/** Tells of a program on which kernel and kiosim differ: shrunk, as a scenario, both sides. */
final class Report {
    private Report() {}

    /** The report; empty if they do not differ when asked again, which is a matter of timing. */
    static String of(Oracle oracle, List<Step> program, long seed, int number) {
        Oracle.Finding first = oracle.compare(program);
        if (first == null) {
            return "";
        }
        return of(new Shrinker(oracle::compare).shrink(first), seed, number);
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
