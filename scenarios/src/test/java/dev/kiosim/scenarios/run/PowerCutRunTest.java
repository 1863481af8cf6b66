package dev.kiosim.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.trace.TraceReader;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerCutRunTest {
    private static final String PLAIN_DISK = """
            kiosim: 1
            title: A disk with a write cache
            kernel: {abi: v2}
            devices:
              disk0: {kind: disk, size: 64MiB, write_cache: 1MiB}
            processes:
              writer:
                workload:
                  {filename: disk0, rw: randwrite, bs: 4k, direct: true, number_ios: 200, fsync: 20}
              late:
                boot: 2
                workload: {filename: disk0, rw: read, bs: 4k, direct: true, number_ios: 3}
            """;

    private static RunSummary run(String scenario, long seed) {
        ScenarioRun run = new ScenarioRun(
                new ScenarioReader().read(Source.of("case.yaml", scenario)),
                new RunOptions(
                        OptionalLong.of(seed),
                        TraceReader.NONE,
                        completion -> {},
                        line -> {},
                        (source, path) -> {
                            throw new AssertionError("no trace in this scenario");
                        }));
        boolean goesOn = true;
        while (goesOn) {
            goesOn = run.advance(1_000);
        }
        return run.finish();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_plain_disk_keeps_what_was_flushed(long seed) {
        RunSummary summary =
                run(PLAIN_DISK + "faults: [{power_cut: {before: 300ms, caches: lost}}]", seed);
        assertThat(summary.powerCuts().cuts()).isEqualTo(1);
        assertThat(summary.powerCuts().notAllowed()).isZero();
        assertThat(summary.powerCuts().sectorsChecked()).isPositive();
    }

    @Test
    void processes_of_the_second_boot_start_after_the_first_cut() {
        RunSummary cut = run(PLAIN_DISK + "faults: [{power_cut: {event: 50}}]", 1);
        assertThat(cut.calls("io_setup2")).isEqualTo(2);
        assertThat(run(PLAIN_DISK, 1).calls("io_setup2")).isEqualTo(1);
    }

    @Test
    void the_same_seed_gives_the_same_losses() {
        String scenario = PLAIN_DISK + "faults: [{power_cut: {at: 100ms}}, {power_cut: {at: 1s}}]";
        RunSummary first = run(scenario, 7);
        assertThat(first.powerCuts().cuts()).isEqualTo(2);
        assertThat(run(scenario, 7).powerCuts().toString())
                .isEqualTo(first.powerCuts().toString());
    }
}
