package dev.kiosim.scenarios.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes a case of bcache fail: a recording with one thing changed. */
class BcacheSuiteTest {
    private static final String CASE = "flush_fua";

    @TempDir
    Path folder;

    private CaseResult replay(String trace, String expected) throws IOException {
        Files.writeString(folder.resolve(CASE + ".trace"), trace);
        Files.writeString(folder.resolve(CASE + ".expected.json"), expected);
        return replay();
    }

    private CaseResult replay() throws IOException {
        List<CaseResult> results = new ArrayList<>();
        ConformanceRunner.run(folder, id -> true, results::add);
        return results.get(0);
    }

    private static String file(String ending) throws Exception {
        var url = BcacheSuiteTest.class.getResource("/golden/bcache/" + CASE + ending);
        return Files.readString(Path.of(Objects.requireNonNull(url).toURI()));
    }

    private CaseResult changed(String ending, String from, String to) throws Exception {
        String trace = file(".trace");
        String expected = file(".expected.json");
        String changed = (ending.equals(".trace") ? trace : expected).replace(from, to);
        assertThat(changed).isNotIn(trace, expected);
        return ending.equals(".trace") ? replay(changed, expected) : replay(trace, changed);
    }

    private static String messageOf(CaseResult result) {
        CaseResult.Difference difference = Objects.requireNonNull(result.difference());
        return difference.step() + ": " + difference.recorded() + " | " + difference.simulated();
    }

    @Test
    void an_unchanged_recording_passes() throws Exception {
        assertThat(replay(file(".trace"), file(".expected.json")).difference()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"---TF | \"---BF | class B",
                "flushes\": [0,0,0,0,1 | flushes\": [0,0,0,0,2 | backing_flushes 2",
                "writes\": [0,0,0,0,1 | writes\": [0,0,0,0,2 | journal_writes 2",
                "inserted_sectors\": [0,0,0,8 | inserted_sectors\": [0,0,0,16 | inserted_sectors 16",
                "\"placements\": [[3,47,0,8] | \"placements\": [[3,47,8,8] | placements",
                "[5,47,8,8] | [5,48,8,8] | placements",
                "cache_hits\": 14 | cache_hits\": 15 | cache_hits 15",
                "\"96.0k\" | \"92.0k\" | dirty_data",
                "\"bdev/state\": \"dirty\" | \"bdev/state\": \"clean\" | bdev/state",
                "available_percent\": 98 | available_percent\": 90 | available",
                "\"Unused\": \"99%\" | \"Unused\": \"80%\" | priority_stats",
                "registered cache device | unregistered cache device | kernel log",
                "\"187.5k\" | \"287.5k\" | metadata_written"
            })
    void a_value_that_differs_fails_and_is_shown(String from, String to, String message)
            throws Exception {
        assertThat(messageOf(changed(".expected.json", from, to))).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"classes\" | \"colour\": 1, \"classes\" | unknown field colour",
                "\"settle_us\" | \"colour\": 1, \"settle_us\" | unknown setting colour",
                "\"bdev/state\" | \"bdev/colour\": 1, \"bdev/state\" | bdev/colour is unknown here",
                "\"lines\": 107 | \"lines\": 108 | the trace has 107 lines"
            })
    void what_is_unknown_in_a_recording_fails_by_its_name(String from, String to, String message)
            throws Exception {
        assertThat(messageOf(changed(".expected.json", from, to))).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F 0 0 | Z 0 0 | a line of unknown kind Z",
                "C bdev/cache_mode writethrough | C bdev/colour blue | result -2",
                "F 0 0 | F x 0 | \"x\" is no number",
                "C bdev/cache_mode writethrough | C bdev/cache_mode | an attribute without value"
            })
    void what_is_unknown_in_a_trace_fails_by_its_name(String from, String to, String message)
            throws Exception {
        assertThat(messageOf(changed(".trace", from, to))).contains(message);
    }

    @Test
    void a_trace_without_recording_fails() throws Exception {
        Files.writeString(folder.resolve("alone.trace"), "X start\n");
        assertThat(messageOf(replay())).contains("there is no alone.expected.json");
    }

    @Test
    void an_attribute_that_was_refused_has_to_be_refused_here() throws Exception {
        String trace = file(".trace").replace("cache_mode writethrough", "cache_mode sideways");
        String expected =
                file(".expected.json").replaceFirst("\"counts\"", "\"errors\": {\"1\": -22}, $0");
        assertThat(replay(trace, expected).difference()).isNull();
    }
}
