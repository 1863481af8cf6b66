package dev.kiosim.scenarios.conformance.bcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosim.scenarios.conformance.Json;
import dev.kiosim.scenarios.conformance.JsonFile;
import dev.kiosim.scenarios.conformance.TextFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recordings of a real bcache, through bcache without time: the class of every line. */
class UntimedRecordingsTest {
    private static final String EXPECTED = ".expected.json";
    private static final String TOO_SMALL = "too_few_buckets";

    /**
     * Lines that may differ, where it is not 0, and why. The tolerances of the recordings
     * themselves are wider, in all but those about attaching.
     */
    private static final Map<String, Integer> MAY_DIFFER = new TreeMap<>(Map.of(
            "attach_block_mismatch", 5, // nothing but an attached cache is modelled
            "detach_dirty", 120, // nor is detaching
            "detach_slow_backing", 188,
            "dirty_cutoffs", 3, // btree nodes besides the root take buckets: in_use is off by one
            "evict_fifo", 9, // likewise: another bucket is next
            "evict_lru", 2,
            "evict_lru_busy", 765, // gc runs under load for 200 ms: here it takes no time
            "real_pgbench_wb", 4_355)); // likewise, and the dirty cut-offs with it

    static Stream<String> cases() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder())) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(EXPECTED))
                    .map(name -> name.substring(0, name.indexOf(EXPECTED)))
                    .filter(name -> !name.equals(TOO_SMALL))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(UntimedRecordingsTest.class.getResource("/golden/bcache"))
                        .toURI());
    }

    private static Path file(String name) throws URISyntaxException {
        Path plain = folder().resolve(name);
        return Files.exists(plain) ? plain : folder().resolve(name + TextFile.COMPRESSED);
    }

    private static Recording recording(String id) throws Exception {
        Json.Obj seen = (Json.Obj) JsonFile.read(file(id + EXPECTED));
        List<String> trace = TextFile.lines(file(id + ".trace"));
        return Recording.of(seen, Recording.withoutComments(trace));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_line_has_the_class_that_was_recorded(String id) throws Exception {
        Recording recording = recording(id);
        List<String> letters = new UntimedTrace(recording).run();
        String recorded = recording.seen().text("classes", "");
        assertThat(letters).hasSize(recorded.length());
        int differing = 0;
        for (int i = 0; i < letters.size(); i++) {
            String line = recorded.substring(i, i + 1);
            String expected = line.equals("*")
                    ? recording.seen().object("multi").text(Integer.toString(i), "*")
                    : line;
            differing += letters.get(i).equals(expected) ? 0 : 1;
        }
        assertThat(differing).isLessThanOrEqualTo(MAY_DIFFER.getOrDefault(id, 0));
    }

    @Test
    void all_cases_are_there() throws Exception {
        assertThat(cases()).hasSize(32).containsAll(MAY_DIFFER.keySet());
    }

    @Test
    void a_cache_that_cannot_be_registered_is_refused() throws Exception {
        Recording recording = recording(TOO_SMALL);
        assertThatThrownBy(() -> new UntimedTrace(recording))
                .hasMessageContaining("nbuckets is too small: 512");
    }
}
