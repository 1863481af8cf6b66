package dev.kiosim.scenarios.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A further folder of the same format, recorded later. */
class AioV1MoreRecordingsTest {
    private static final int RECORDED_AT_LEAST = 60;

    private static RecordingFolder folder() throws Exception {
        var url = AioV1MoreRecordingsTest.class.getResource("/golden/aio-v1-more");
        return RecordingFolder.read(Path.of(Objects.requireNonNull(url).toURI()));
    }

    @TestFactory
    Stream<DynamicTest> a_case_replays_without_a_difference() throws Exception {
        RecordingFolder folder = folder();
        return Objects.requireNonNull(Suites.of(folder)).open(folder).stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.id(), () -> assertThat(each.replay().difference()).isNull()));
    }

    @Test
    void all_of_them_are_there() throws Exception {
        assertThat(folder().cases()).hasSizeGreaterThanOrEqualTo(RECORDED_AT_LEAST);
    }
}
