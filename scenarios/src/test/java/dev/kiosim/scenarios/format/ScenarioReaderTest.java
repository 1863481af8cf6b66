package dev.kiosim.scenarios.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.config.ConfigException;
import dev.kiosim.config.Settings;
import dev.kiosim.scenarios.DeviceSpec;
import dev.kiosim.scenarios.Mistake;
import dev.kiosim.scenarios.ProcessSpec;
import dev.kiosim.scenarios.ProcessSpec.ProgramSpec;
import dev.kiosim.scenarios.ProcessSpec.WorkloadSpec;
import dev.kiosim.scenarios.Scenario;
import dev.kiosim.scenarios.ScenarioException;
import dev.kiosim.scenarios.Section;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.StepSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioReaderTest {
    private static final String SCENARIO = """
            kiosim: 1
            title: Everything
            look_for: all of it
            seed: 7
            machine: {cpus: 2, costs: {preset: free, syscall: 100ns}}
            kernel: {abi: v2, possible_cpus: 1}
            devices:
              top: {kind: bcache, cache: fast, backing: hdd}
              fast: {kind: ssd, read_latency: 60us}
              hdd: {kind: disk}
            files:
              data: {device: top, size: 1MiB}
            processes:
              - name: reader
                numjobs: 2
                workload: {filename: data, rw: randread, attributes: [IO_TIME, CACHE_RESULT]}
              - name: teacher
                program:
                  - iovec: {iovec: v, segs: [{base: NULL, len: 0x10}]}
                  - io_setup: c0
                    ret: -EAGAIN
            faults:
              - {device: hdd, error: EIO}
            expect:
              - errors: 0
            """;

    private static Scenario read(String text, String... settings) {
        ScenarioReader reader = new ScenarioReader(TestDevices.KINDS);
        return reader.read(Source.of("case.yaml", text), List.of(settings));
    }

    private final Scenario scenario = read(SCENARIO);

    @Test
    void groups_have_what_was_written_and_defaults() {
        assertThat(scenario.title()).isEqualTo("Everything");
        assertThat(scenario.lookFor()).isEqualTo("all of it");
        assertThat(scenario.seed()).isEqualTo(7);
        assertThat(scenario.machine().number("cpus")).isEqualTo(2);
        assertThat(scenario.machine().group("costs").number("syscall")).isEqualTo(100);
        assertThat(scenario.kernel().number("aio_max_nr")).isEqualTo(65536);
        assertThat(scenario.output().text("format")).isEqualTo("text");
    }

    @Test
    void devices_come_after_those_they_are_built_on() {
        assertThat(scenario.devices())
                .extracting(DeviceSpec::name)
                .containsExactly("fast", "hdd", "top");
    }

    @Test
    void processes_have_one_kind_of_work_each() {
        ProcessSpec reader = scenario.processes().get(0);
        assertThat(reader.settings().number("numjobs")).isEqualTo(2);
        Settings workload = ((WorkloadSpec) reader.work()).settings();
        assertThat(workload.list("attributes")).containsExactly("IO_TIME", "CACHE_RESULT");
    }

    @Test
    void steps_have_their_keys_and_what_they_must_return() {
        ProgramSpec program = (ProgramSpec) scenario.processes().get(1).work();
        StepSpec iovec = program.steps().get(0);
        assertThat(iovec.settings().groups("segs").get(0).number("len")).isEqualTo(16);
        StepSpec setup = program.steps().get(1);
        assertThat(setup.settings().text("ctx")).isEqualTo("c0");
        assertThat(setup.common().settings().text("ret")).isEqualTo("-EAGAIN");
    }

    @Test
    void a_mistake_found_while_building_has_the_place_of_its_key() {
        Section kernel = scenario.section("kernel");
        Mistake mistake = kernel.mistake(new ConfigException("possible_cpus", 1, "2 or more"));
        assertThat(mistake.firstLine())
                .isEqualTo("case.yaml:6:34: possible_cpus is 1; expected 2 or more");
    }

    @Test
    void a_mistake_under_a_key_that_was_not_given_has_the_place_of_its_section() {
        assertThatThrownBy(() -> scenario.section("kernel").build(() -> {
                    throw new ConfigException("ring_bytes", 8192, "less");
                }))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("case.yaml:6:9: ring_bytes is 8192; expected less");
    }

    @Test
    void a_file_with_byte_order_mark_and_carriage_returns_reads_the_same() {
        String windows = "\uFEFF" + SCENARIO.replace("\n", "\r\n");
        Source source = ScenarioReader.decode("case.yaml", windows.getBytes(UTF_8));
        assertThat(new ScenarioReader(TestDevices.KINDS).read(source).hash())
                .isEqualTo(scenario.hash());
    }

    @Test
    void bytes_that_are_no_text_are_told_with_their_place() {
        byte[] bytes = "kiosim: 1\ntitle: caf\u00e9\n".getBytes(ISO_8859_1);
        assertThatThrownBy(() -> ScenarioReader.decode("latin.yaml", bytes))
                .hasMessage("latin.yaml:2:11: bytes that are not UTF-8 text");
    }

    @Test
    void columns_count_characters_in_either_format() {
        assertThatThrownBy(() -> read("{\"kiosim\": 1, \"title\": \"\ud83d\ude00\", \"sed\": 1}"))
                .hasMessageStartingWith("case.yaml:1:29: unknown key \"sed\"");
        assertThatThrownBy(
                        () -> read("kiosim: 1\ntitle: t\nmachine: {\"\ud83d\ude00\": 1, cpu: 1}"))
                .hasMessageContaining("case.yaml:3:19: unknown key \"cpu\"");
    }

    @Test
    void very_deep_nesting_is_a_mistake_and_no_crash() {
        assertThatThrownBy(() -> read("a: " + "[".repeat(100_000)))
                .isInstanceOf(ScenarioException.class);
        assertThatThrownBy(() -> read("{\"a\": " + "[".repeat(100_000)))
                .isInstanceOf(ScenarioException.class);
    }

    @Test
    void a_later_setting_wins() {
        assertThat(read(SCENARIO, "seed=8", "seed=9").seed()).isEqualTo(9);
    }

    @Test
    void a_setting_makes_the_group_it_needs() {
        String bare = "kiosim: 1\ntitle: t\n";
        assertThat(read(bare, "machine.costs.preset=free")
                        .machine()
                        .group("costs")
                        .text("preset"))
                .isEqualTo("free");
    }
}
