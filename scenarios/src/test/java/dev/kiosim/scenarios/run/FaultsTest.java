package dev.kiosim.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.trace.TraceReader;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String SCENARIO = """
            kiosim: 1
            title: A device that fails
            devices:
              disk0: {kind: null, size: 1MiB}
            processes:
              reader:
                workload: {filename: disk0, rw: read, bs: 4k, direct: true, number_ios: 10}
            """;

    private static RunSummary run(String faults) {
        Scenario scenario = new ScenarioReader().read(Source.of("case.yaml", SCENARIO + faults));
        ScenarioRun run = new ScenarioRun(
                scenario,
                new RunOptions(
                        OptionalLong.empty(),
                        TraceReader.NONE,
                        completion -> {},
                        line -> {},
                        (source, path) -> {
                            throw new AssertionError("no trace in this scenario");
                        }));
        while (run.advance(1_000)) {}
        return run.finish();
    }

    @Test
    void nothing_fails_without_faults() {
        assertThat(run("").errors()).isZero();
    }

    @Test
    void a_fault_is_met_by_everybody_who_names_its_device() {
        RunSummary summary = run("faults: [{device: disk0, nth: 3}]");
        assertThat(summary.completions()).isEqualTo(10);
        assertThat(summary.errors()).isEqualTo(1);
    }

    @Test
    void two_faults_lie_over_one_device() {
        assertThat(run("faults: [{device: disk0, nth: 3}, {device: disk0, every: 4}]")
                        .errors())
                .isEqualTo(3);
    }

    @Test
    void the_counters_of_a_device_with_a_fault_are_still_its_own() {
        assertThat(run("faults: [{device: disk0, nth: 3}]").devices().get("disk0"))
                .containsKeys("bios_failed")
                .containsKeys(run("").devices().get("disk0").keySet().toArray(new String[0]));
    }
}
