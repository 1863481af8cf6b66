package dev.kiosim.scenarios.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.run.CompletionSink;
import dev.kiosim.scenarios.run.RunOptions;
import dev.kiosim.scenarios.run.RunSummary;
import dev.kiosim.scenarios.run.ScenarioRun;
import dev.kiosim.trace.TraceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a program sees that reads and writes files under /sys. */
class SysfsStepTest {
    private static final String MACHINE = """
            kiosim: 1
            title: A root shell
            devices:
              hdd: {kind: disk, size: 4GiB}
              flash: {kind: ssd, size: 512MiB}
              cached: {kind: bcache, backing: hdd, cache: flash}
            """;
    private static final String SHELL = """
            processes:
              root:
                program:
            """;

    private final List<String> lines = new ArrayList<>();

    private List<String> failures(String more, String... steps) {
        StringBuilder text = new StringBuilder(MACHINE).append(more).append(SHELL);
        for (String step : steps) {
            text.append("      - ").append(step).append('\n');
        }
        ScenarioRun run = new ScenarioRun(
                new ScenarioReader().read(Source.of("case.yaml", text.toString())),
                new RunOptions(
                        OptionalLong.empty(),
                        TraceReader.NONE,
                        CompletionSink.NONE,
                        lines::add,
                        (source, path) -> {
                            throw new AssertionError("no trace in this scenario");
                        }));
        boolean goesOn = true;
        while (goesOn) {
            goesOn = run.advance(1_000);
        }
        RunSummary summary = run.finish();
        return summary.failures();
    }

    @Test
    void the_name_of_a_file_alone_reads_it() {
        assertThat(failures("", "sysfs: state")).isEmpty();
        assertThat(lines).containsExactly("root: sysfs = 0  state: clean");
    }

    @Test
    void what_is_written_is_read_again() {
        assertThat(failures(
                        "",
                        "sysfs: {write: cache_mode, value: none}",
                        "sysfs: {read: cache_mode,"
                                + " is: 'writethrough writeback writearound [none]'}"))
                .isEmpty();
        assertThat(lines.get(0)).isEqualTo("root: sysfs = 0  none > cache_mode");
    }

    @Test
    void another_value_than_expected_fails_the_scenario() {
        assertThat(failures("", "sysfs: {read: state, is: dirty}"))
                .singleElement()
                .asString()
                .endsWith("state is clean, expected dirty");
    }

    @Test
    void an_error_is_the_result_of_the_step() {
        assertThat(failures("", "{sysfs: {write: state, value: dirty}, ret: -EACCES}"))
                .isEmpty();
        assertThat(failures("", "{sysfs: {write: sequential_cutoff, value: 4MiB}, ret: 0}"))
                .singleElement()
                .asString()
                .contains("returned -EINVAL");
    }

    @Test
    void a_name_that_does_not_exist_brings_the_nearest() {
        assertThat(failures("", "{sysfs: cache_mod, ret: -ENOENT}")).isEmpty();
        assertThat(lines)
                .containsExactly("root: sysfs = -ENOENT  cache_mod; did you mean cache_mode?");
    }

    @Test
    void a_path_names_its_device() {
        assertThat(failures("", "sysfs: {read: /sys/block/cached/bcache/state, is: clean}"))
                .isEmpty();
        assertThat(failures("", "sysfs: {read: /sys/block/flash/bcache/nbuckets, is: 1024}"))
                .isEmpty();
        assertThat(failures("", "{sysfs: /sys/block/hdd/queue/scheduler, ret: -ENOENT}"))
                .isEmpty();
    }

    @Test
    void with_two_caches_the_step_must_say_which() {
        String second = """
                  ssd2: {kind: ssd, size: 512MiB}
                  hdd2: {kind: disk, size: 4GiB}
                  cached2: {kind: bcache, backing: hdd2, cache: ssd2, cache_mode: none}
                """;
        assertThat(failures(second, "sysfs: state"))
                .singleElement()
                .asString()
                .contains("one of cached, cached2");
        assertThat(failures(
                        second,
                        "sysfs: {read: cache_mode, of: cached2,"
                                + " is: 'writethrough writeback writearound [none]'}"))
                .isEmpty();
    }

    @Test
    void a_fault_over_the_cache_does_not_hide_its_files() {
        String fault = "faults: [{device: cached, nth: 3}]\n";
        assertThat(failures(fault, "sysfs: {read: state, is: clean}")).isEmpty();
    }

    @Test
    void writing_takes_a_value_and_reading_takes_none() {
        assertThat(failures("", "sysfs: {write: cache_mode}")).isNotEmpty();
        assertThat(failures("", "sysfs: {read: cache_mode, value: none}")).isNotEmpty();
        assertThat(failures("", "sysfs: {read: state, write: cache_mode, value: none}"))
                .isNotEmpty();
    }

    @Test
    void a_step_takes_the_time_of_three_system_calls() {
        failures("machine: {costs: {preset: free, syscall: 1us}}\n", "sysfs: state", "show: cache");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("cached: bcache, hdd cached on flash, state clean");
    }
}
