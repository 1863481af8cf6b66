package dev.kiosim.scenarios.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every recorded case of the classic ABI, replayed. */
class AioV1RecordingsTest {
    static final int RECORDED = 276;

    static RecordingFolder folder() throws IOException, URISyntaxException {
        var url = AioV1RecordingsTest.class.getResource("/golden/aio-v1");
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
        assertThat(folder().cases()).hasSize(RECORDED);
    }
}
