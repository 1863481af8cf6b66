package dev.kiosim.scenarios.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.scenarios.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentHashTest {
    private static final String PLAIN = """
            kiosim: 1
            title: Hash
            devices:
              hdd: {kind: disk, rpm: 7200}
            processes:
              a: {workload: {filename: hdd, bs: 4k}}
              b: {program: [{sleep: 1ms}]}
            """;

    private static String hash(String text, String... settings) {
        ScenarioReader reader = new ScenarioReader(TestDevices.KINDS);
        return reader.read(Source.of("case", text), List.of(settings)).hash();
    }

    @Test
    void is_the_same_on_every_machine() {
        assertThat(hash(PLAIN)).isEqualTo("cd24fef1e839");
    }

    @Test
    void does_not_see_comments_layout_quotes_and_the_order_of_keys() {
        assertThat(hash("""
                # a comment
                title: "Hash"
                kiosim: 1
                processes:
                  a:
                    workload:
                      bs: '4k'
                      filename: hdd
                  b:
                    program:
                      - sleep: 1ms
                devices: {hdd: {rpm: 7200, kind: disk}}
                """)).isEqualTo(hash(PLAIN));
    }

    @Test
    void does_not_tell_json_from_yaml() {
        assertThat(hash("""
                {"kiosim": 1, "title": "Hash", "devices": {"hdd": {"kind": "disk", "rpm": 7200}},
                 "processes": {"a": {"workload": {"filename": "hdd", "bs": "4k"}},
                               "b": {"program": [{"sleep": "1ms"}]}}}
                """)).isEqualTo(hash(PLAIN));
    }

    @ParameterizedTest
    @CsvSource({"7200, 5400", "4k, 8k", "Hash, Hush", "1ms, 2ms", "hdd, sdd"})
    void sees_every_value(String from, String to) {
        assertThat(hash(PLAIN.replace(from, to))).isNotEqualTo(hash(PLAIN));
    }

    @Test
    void sees_the_order_of_processes() {
        String swapped = PLAIN.replace("  a: {", "  c: {")
                .replace("  b: {", "  a: {")
                .replace("  c: {", "  b: {");
        assertThat(hash(swapped)).isNotEqualTo(hash(PLAIN));
    }

    @Test
    void sees_what_the_command_line_sets() {
        assertThat(hash(PLAIN, "devices.hdd.rpm=5400"))
                .isEqualTo(hash(PLAIN.replace("7200", "5400")))
                .isNotEqualTo(hash(PLAIN));
    }

    @Test
    void does_not_see_a_setting_that_changes_nothing() {
        assertThat(hash(PLAIN, "devices.hdd.rpm=7200")).isEqualTo(hash(PLAIN));
    }
}
