package dev.kiosim.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.vocabulary.Words;
import dev.kiosim.trace.TraceReader;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same workload under every ABI. */
class AbisTest {
    private static final String WORKLOAD = """
            kiosim: 1
            title: Reads and writes through a cache
            devices:
              hdd: {kind: disk, size: 8GiB}
              flash: {kind: ssd, size: 1GiB}
              cached: {kind: bcache, backing: hdd, cache: flash}
            processes:
              worker:
                workload:
                  filename: cached
                  rw: randrw
                  size: 16MiB
                  direct: true
                  iodepth: 8
                  iodepth_batch_submit: 4
                  fsync: 40
                  number_ios: 400
                  attributes: [IO_TIME, CACHE_RESULT, CACHE_HINT, CHECKSUM]
            """;

    private final List<String> told = new ArrayList<>();

    private RunSummary run(String... settings) {
        Source source = Source.of("test.yaml", WORKLOAD);
        Scenario scenario = new ScenarioReader().read(source, List.of(settings));
        ScenarioRun run = new ScenarioRun(
                scenario,
                new RunOptions(
                        OptionalLong.empty(),
                        TraceReader.NONE,
                        completion -> told.add(CompletionFields.text(completion, "attributes")),
                        note -> {},
                        (where, path) -> {
                            throw new FileNotFoundException(path);
                        }));
        while (run.advance(1_000)) {
            // goes on
        }
        return run.finish();
    }

    @Test
    void the_words_for_abis_are_the_registered_ones() {
        assertThat(Abis.all()).extracting(Abi::name).isEqualTo(Words.ABIS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "noctx", "sync"})
    void every_io_completes_under_every_abi_that_is_right(String abi) {
        RunSummary summary = run("kernel.abi=" + abi, "machine.verify_structures=true");
        assertThat(summary.completions()).isGreaterThanOrEqualTo(400);
        assertThat(summary.errors()).isZero();
        assertThat(summary.refused()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2", "noctx", "sync"})
    void attributes_are_told_by_every_abi_that_has_them(String abi) {
        run("kernel.abi=" + abi);
        assertThat(told)
                .filteredOn(text -> text.contains("\"service_ns\":"))
                .hasSizeGreaterThanOrEqualTo(400);
    }

    @Test
    void a_context_less_workload_enters_the_kernel_to_reap_only_when_its_list_is_empty() {
        RunSummary summary = run("kernel.abi=noctx");
        assertThat(summary.calls("io_submit_noctx")).isEqualTo(summary.completions());
        assertThat(summary.calls("io_wait_noctx")).isPositive().isLessThan(summary.completions());
        assertThat(summary.calls("io_getevents2")).isZero();
    }

    @Test
    void a_synchronous_workload_has_one_call_in_flight_whatever_its_depth() {
        RunSummary summary = run("kernel.abi=sync");
        assertThat(summary.calls("syscall_attrs")).isEqualTo(summary.completions());
        assertThat(summary.endNanos()).isGreaterThan(run("kernel.abi=noctx").endNanos());
    }

    @Test
    void a_context_less_workload_with_a_rate_waits_for_the_time() {
        String rate = "processes.worker.workload.rate_iops=1000";
        String few = "processes.worker.workload.number_ios=20";
        for (String abi : List.of("noctx", "sync")) {
            RunSummary summary = run("kernel.abi=" + abi, rate, few);
            assertThat(summary.completions()).isGreaterThanOrEqualTo(20);
            assertThat(summary.endNanos()).isGreaterThanOrEqualTo(19_000_000L);
        }
    }

    @Test
    void the_prototype_without_defects_does_what_the_abi_does() {
        RunSummary right = run("kernel.abi=v2");
        RunSummary cured = run("kernel.abi=v2-prototype", "kernel.defects=[]");
        assertThat(cured.completions()).isEqualTo(right.completions());
        assertThat(cured.endNanos()).isEqualTo(right.endNanos());
    }

    @Test
    void the_prototype_as_published_loses_everything_and_the_run_ends_and_says_so() {
        RunSummary summary = run("kernel.abi=v2-prototype");
        assertThat(summary.findings().get("LOST_EVENT")).isPositive();
        assertThat(summary.failures())
                .anyMatch(line -> line.matches("findings LOST_EVENT is \\d+, expected none"));
        assertThat(summary.findingLines())
                .anyMatch(line -> line.matches(
                        "t=\\d+ ns: LOST_EVENT: c0 is taken for a classic" + " context; data \\d+"))
                .anyMatch(line -> line.matches("the run ends: LOST_EVENT: nothing will wake worker"
                        + " in io_getevents2, at t=\\d+ ns"));
    }

    @Test
    void a_defect_that_nobody_expects_makes_a_run_fail_that_goes_on_to_its_end() {
        RunSummary summary = run("kernel.abi=v2-prototype", "kernel.defects=[P2]");
        assertThat(summary.completions()).isGreaterThanOrEqualTo(400);
        assertThat(summary.failures())
                .anyMatch(line -> line.startsWith("findings LOST_ATTRIBUTES is "));
    }
}
