package dev.kiosim.scenarios.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceRunnerTest {
    @TempDir
    Path folder;

    private final List<CaseResult> results = new ArrayList<>();

    @BeforeEach
    void host() throws IOException {
        Files.writeString(folder.resolve("host.json"), "{\"aio_max_nr\": 65536}");
    }

    private ConformanceTotals replay(String... steps) throws IOException {
        String file = "{'group': 'g', 'cases': [{'id': 'one', 'title': 't', 'depends_on': [],"
                + " 'steps': [" + String.join(",", steps) + "]}]}";
        Files.writeString(folder.resolve("g.json"), file.replace('\'', '"'));
        return ConformanceRunner.run(folder, id -> true, results::add);
    }

    private CaseResult.Difference difference() {
        return results.get(0).difference();
    }

    private static final String SETUP =
            "{'call': 'io_setup', 'args': {'ctx': 'c0', 'nr_events': 1}, 'ret': 0}";

    @Test
    void a_case_that_agrees_passes() throws IOException {
        assertThat(replay(SETUP)).isEqualTo(new ConformanceTotals(1, 0, 0));
    }

    @Test
    void a_result_that_differs_shows_both_sides() throws IOException {
        replay(SETUP, "{'call': 'io_destroy', 'args': {'ctx': 'c0'}, 'ret': '-EINVAL'}");
        assertThat(difference().number()).isEqualTo(2);
        assertThat(difference().recorded()).isEqualTo("ret \"-EINVAL\"");
        assertThat(difference().simulated()).isEqualTo("ret 0");
    }

    @Test
    void a_ring_field_that_differs_is_named() throws IOException {
        replay(SETUP.replace("'ret': 0", "'ret': 0, 'rings': {'c0': {'id': 0, 'nr': 255}}"));
        assertThat(difference().recorded()).isEqualTo("ring c0 nr 255");
        assertThat(difference().simulated()).isEqualTo("ring c0 nr 127");
    }

    @Test
    void an_unknown_action_fails_with_its_name() throws IOException {
        assertThat(replay("{'call': 'io_teleport', 'args': {}}"))
                .isEqualTo(new ConformanceTotals(0, 1, 0));
        assertThat(difference().simulated()).contains("io_teleport");
    }

    @Test
    void an_unknown_name_fails() throws IOException {
        replay("{'call': 'close', 'args': {'fd': 'q'}, 'ret': 0}");
        assertThat(difference().simulated()).contains("no file q");
    }

    @Test
    void a_recorded_value_that_is_not_seen_here_fails() throws IOException {
        replay(SETUP.replace("'ret': 0", "'ret': 0, 'colour': 'blue'"));
        assertThat(difference().recorded()).contains("colour");
    }

    @Test
    void cases_that_the_filter_leaves_out_are_counted_as_skipped() throws IOException {
        replay(SETUP);
        assertThat(ConformanceRunner.run(folder, id -> false, results::add))
                .isEqualTo(new ConformanceTotals(0, 0, 1));
    }

    @Test
    void a_folder_of_another_kind_is_refused() throws IOException {
        Files.delete(folder.resolve("host.json"));
        assertThatThrownBy(() -> ConformanceRunner.run(folder, id -> true, results::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("aio-v1");
    }

    @Test
    void broken_json_is_reported_with_its_place() throws IOException {
        Files.writeString(folder.resolve("x.json"), "{\n  \"cases\": [,]}");
        assertThatThrownBy(() -> ConformanceRunner.run(folder, id -> true, results::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("x.json:2:");
    }

    @Test
    void more_cpus_make_larger_rings() throws IOException {
        Files.writeString(
                folder.resolve("host.json"), "{\"possible_cpus\": 64, \"aio_max_nr\": 8}");
        replay(
                SETUP.replace("'ret': 0", "'ret': 0, 'rings': {'c0': {'nr': 639}}"),
                "{'call': 'io_setup', 'args': {'ctx': 'c1', 'nr_events': 8}, 'ret': '-EAGAIN'}");
        assertThat(difference()).isNull();
    }

    @Test
    void an_unknown_argument_fails_with_its_name() throws IOException {
        replay(SETUP.replace("'nr_events': 1", "'nr_events': 1, 'colour': 2"));
        assertThat(difference().simulated()).contains("io_setup", "colour");
    }

    @Test
    void an_unknown_flag_fails_with_its_name() throws IOException {
        replay("{'call': 'open', 'args': {'fd': 'f', 'flags': 'O_RDWR|O_TELEPORT'}}");
        assertThat(difference().simulated()).contains("O_TELEPORT");
    }

    @Test
    void a_case_without_steps_is_reported_with_its_file() throws IOException {
        Files.writeString(folder.resolve("x.json"), "{\"cases\": [{\"id\": \"a\"}]}");
        assertThatThrownBy(() -> ConformanceRunner.run(folder, id -> true, results::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("x.json")
                .hasMessageContaining("steps");
    }

    @Test
    void an_empty_folder_is_refused() throws IOException {
        assertThatThrownBy(() -> ConformanceRunner.run(folder, id -> true, results::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no kind that kiosim replays");
    }
}
