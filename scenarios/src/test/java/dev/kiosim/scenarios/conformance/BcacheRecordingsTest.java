package dev.kiosim.scenarios.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every recorded case of bcache, replayed. */
class BcacheRecordingsTest {
    private static final int RECORDED = 33;

    static RecordingFolder folder() throws Exception {
        var url = BcacheRecordingsTest.class.getResource("/golden/bcache");
        return RecordingFolder.read(Path.of(Objects.requireNonNull(url).toURI()));
    }

    private static List<Suite.ReplayableCase> cases() throws Exception {
        return Objects.requireNonNull(Suites.of(folder())).open(folder());
    }

    private static CaseResult replay(String id) throws Exception {
        return cases().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow()
                .replay();
    }

    @TestFactory
    Stream<DynamicTest> a_case_replays_without_a_difference() throws Exception {
        return cases().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.id(), () -> assertThat(each.replay().difference()).isNull()));
    }

    @Test
    void all_of_them_are_there() throws Exception {
        assertThat(cases()).hasSize(RECORDED);
    }

    @Test
    void where_the_rules_allow_nothing_no_tolerance_is_reported() throws Exception {
        assertThat(replay("seq_default_cutoff").tolerances())
                .noneMatch(used -> used.contains("class differences"));
    }

    @Test
    void where_they_do_the_report_says_how_much_of_it_was_used() throws Exception {
        assertThat(replay("evict_fifo").tolerances())
                .anyMatch(used -> used.matches("\\d+ of 28 class differences used"));
    }

    @Test
    void pieces_lie_in_the_very_buckets_of_the_recording() throws Exception {
        List<String> agreed = new ArrayList<>(replay("detach_dirty").tolerances());
        assertThat(agreed)
                .contains("placements: 118 agree, 118 of them with the very bucket, 10 that the"
                        + " parser has lost");
    }
}
