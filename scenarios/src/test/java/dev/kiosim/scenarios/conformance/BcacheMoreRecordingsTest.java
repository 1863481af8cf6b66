package dev.kiosim.scenarios.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Further recordings of bcache, made to see whether the model holds beyond the first ones. */
class BcacheMoreRecordingsTest {
    private static final int RECORDED = 66;
    /**
     * Cases that do not pass, and in what they differ; docs/known-differences.md has the reasons.
     */
    private static final Map<String, String> KNOWN = Map.of(
            "large_requests", "alloc_fail at lines [5, 12] | alloc_fail at lines [2, 9]",
            "moving_gc", "inserted_sectors 32 | inserted_sectors 12, and 1 lines differ",
            "pauses", "invalidation [156, 50, 512] (line, bucket, sectors) | invalidation none",
            "rate_terms", "bdev/dirty_data \"432.0k\" | bdev/dirty_data \"0.0k\"",
            "readahead_async", "class mhmmm | class hmmmm, and 1 lines differ",
            "soup_501", "inserted_sectors 256 | inserted_sectors 157, and 7 lines differ",
            "soup_504", "class M | class H, and 6 lines differ in all",
            "soup_505", "class H | class M, and 3 lines differ in all",
            "soup_506", "disk/back {\"reads\": 397, \"read_sectors\": 19914, \"writes\": 407");

    private static List<Suite.ReplayableCase> cases() throws Exception {
        var url = BcacheMoreRecordingsTest.class.getResource("/golden/bcache-more");
        RecordingFolder folder =
                RecordingFolder.read(Path.of(Objects.requireNonNull(url).toURI()));
        return Objects.requireNonNull(Suites.of(folder)).open(folder);
    }

    @TestFactory
    Stream<DynamicTest> a_case_replays_without_a_difference() throws Exception {
        return cases().stream()
                .filter(each -> !KNOWN.containsKey(each.id()))
                .map(each -> DynamicTest.dynamicTest(
                        each.id(), () -> assertThat(each.replay().difference()).isNull()));
    }

    @TestFactory
    Stream<DynamicTest> a_case_that_is_known_to_differ_differs_as_it_is_known() throws Exception {
        return cases().stream()
                .filter(each -> KNOWN.containsKey(each.id()))
                .map(each -> DynamicTest.dynamicTest(
                        each.id(),
                        () -> assertThat(textOf(each.replay()))
                                .startsWith(KNOWN.getOrDefault(each.id(), "?"))));
    }

    private static String textOf(CaseResult result) {
        CaseResult.Difference difference = result.difference();
        return difference == null
                ? "no difference: take it out of the known ones"
                : difference.recorded() + " | " + difference.simulated();
    }

    @Test
    void all_of_them_are_there() throws Exception {
        assertThat(cases()).hasSize(RECORDED);
    }
}
