package dev.kiosim.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.block.FailureReason;
import dev.kiosim.block.Promise;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.trace.TraceReader;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Devices that fail below a cache: what the summary of a run tells of it. */
class FailureRunTest {
    private static final String CACHE = """
            kiosim: 1
            title: A cache that fails
            kernel: {abi: v2}
            devices:
              hdd: {kind: disk, size: 1GiB}
              flash: {kind: ssd, size: 320MiB}
              cached:
                {kind: bcache, backing: hdd, cache: flash, cache_mode: writeback,
                 writeback_running: false}
            faults: [{device: flash, from: 100ms}]
            """;

    private static final String WRITER = """
            processes:
              writer:
                workload: {filename: cached, rw: write, bs: 4k, direct: true, number_ios: 200,
                  thinktime: 1ms}
            """;

    private static RunSummary run(String scenario) {
        ScenarioRun run = new ScenarioRun(
                new ScenarioReader().read(Source.of("case.yaml", scenario)),
                new RunOptions(
                        OptionalLong.empty(),
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

    @Test
    void every_acknowledged_sector_that_is_gone_is_counted() {
        RunSummary summary = run(CACHE + WRITER);
        long acknowledged = summary.completions() - summary.errors();
        assertThat(acknowledged).isBetween(50L, 100L);
        assertThat(summary.losses().losses(FailureReason.CACHE_FAILED)).isEqualTo(8 * acknowledged);
        assertThat(summary.losses().losses(Promise.ACKNOWLEDGED)).isEqualTo(8 * acknowledged);
        assertThat(summary.kernelLog()).anyMatch(line -> line.contains("and cache is dirty"));
    }

    @Test
    void without_a_fault_nothing_is_lost_and_the_kernels_log_is_not_shown() {
        RunSummary summary = run(CACHE.replaceAll("faults.*\n", "") + WRITER);
        assertThat(summary.losses().total()).isZero();
        assertThat(summary.kernelLog()).isEmpty();
    }

    @Test
    void what_was_flushed_from_the_page_cache_counts_as_such() {
        RunSummary summary = run(CACHE + """
                processes:
                  writer:
                    workload:
                      {filename: cached, rw: write, bs: 4k, number_ios: 80, fsync: 4,
                       thinktime: 6ms}
                """);
        assertThat(summary.losses().losses(FailureReason.CACHE_FAILED))
                .isEqualTo(summary.losses().losses(Promise.FLUSHED))
                .isPositive();
    }

    @Test
    void the_machine_stands_still_in_a_panic_and_the_run_has_failed() {
        RunSummary summary = run(CACHE + WRITER + """
                  root:
                    program: [{sysfs: {write: errors, value: panic}}]
                """);
        assertThat(summary.panics()).hasSize(1);
        assertThat(summary.panics().get(0))
                .startsWith("Kernel panic - not syncing: panic forced after error (bcache, ");
        assertThat(summary.failures()).containsAll(summary.panics());
        assertThat(summary.completions()).isLessThan(200);
    }

    @Test
    void a_panic_that_is_expected_is_no_failure() {
        RunSummary summary = run(CACHE + WRITER + """
                  root:
                    program: [{sysfs: {write: errors, value: panic}}]
                expect: [panics: 1]
                """);
        assertThat(summary.failures()).isEmpty();
    }

    @Test
    void an_expected_panic_that_does_not_come_is_a_failure() {
        assertThat(run(CACHE + WRITER + "expect: [panics: 1]").failures())
                .singleElement()
                .asString()
                .endsWith("panics is 0, expected is 1");
    }

    @Test
    void after_a_panic_the_power_is_cut_and_the_machine_boots() {
        String scenario = CACHE.replace(
                        "faults: [{device: flash, from: 100ms}]",
                        "faults: [{device: flash, from: 100ms, until: 300ms},"
                                + " {power_cut: {at: 1s, caches: kept}}]")
                + WRITER
                + """
                  root:
                    program: [{sysfs: {write: errors, value: panic}}]
                  late:
                    boot: 2
                    workload: {filename: cached, rw: read, bs: 4k, direct: true, number_ios: 3}
                expect: [panics: 1, power_cuts: 1]
                """;
        RunSummary summary = run(scenario);
        assertThat(summary.failures()).isEmpty();
        assertThat(summary.endNanos()).isGreaterThan(1_000_000_000);
        assertThat(summary.powerCuts().notAllowed()).isZero();
        assertThat(summary.losses().total())
                .as("all of it is in the cache still")
                .isZero();
    }

    @Test
    void losses_of_the_boot_before_a_power_cut_count() {
        String scenario = CACHE.replace(
                        "faults: [{device: flash, from: 100ms}]",
                        "faults: [{device: hdd, from: 100ms, until: 20s, error: ENODEV},"
                                + " {power_cut: {at: 10s, caches: kept}}]")
                + WRITER
                + """
                  late:
                    boot: 2
                    workload: {filename: cached, rw: read, bs: 4k, direct: true, number_ios: 3}
                """;
        RunSummary summary = run(scenario);
        assertThat(summary.losses().losses(FailureReason.BACKING_FAILED)).isPositive();
        assertThat(summary.kernelLog())
                .filteredOn(line -> line.contains("registered backing device hdd"))
                .as("the log of both boots")
                .hasSize(2);
    }
}
