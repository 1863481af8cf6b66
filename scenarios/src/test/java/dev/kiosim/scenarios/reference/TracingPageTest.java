package dev.kiosim.scenarios.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.scenarios.vocabulary.TracingKeys;
import dev.kiosim.trace.TraceLayer;
import dev.kiosim.trace.Tracepoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TracingPageTest {
    private static final Path PAGE = Path.of("../docs/tracing.md");
    private static final String BEGIN = "<!-- tracepoints -->\n";
    private static final String END = "<!-- end of tracepoints -->";

    @Test
    void the_page_lists_every_tracepoint_with_its_fields() throws IOException {
        String page = Files.readString(PAGE, UTF_8);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        String expected = page.substring(0, from) + tables() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("kiosim.rewrite")) {
            Files.writeString(PAGE, expected, UTF_8);
        }
        assertThat(Files.readString(PAGE, UTF_8))
                .as("docs/tracing.md is older than the tracepoints; write it anew with%n"
                        + "  mvn -pl scenarios -am test -Dtest=TracingPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dkiosim.rewrite=true")
                .isEqualTo(expected);
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        for (TraceLayer layer : TracingKeys.TABLE.layers()) {
            text.append("\n### `").append(layer.name()).append("`\n\n");
            text.append(layer.text().substring(0, 1).toUpperCase(Locale.ROOT));
            text.append(layer.text().substring(1)).append(".\n\n");
            text.append("| tracepoint | fields | when |\n|---|---|---|\n");
            for (Tracepoint point : TracingKeys.TABLE.points()) {
                if (point.layer().equals(layer)) {
                    text.append("| `").append(point.label()).append("` | ");
                    text.append(String.join(", ", point.fields())).append(" | ");
                    text.append(point.text()).append(" |\n");
                }
            }
        }
        return text.append('\n').toString();
    }

    @Test
    void a_tracepoint_has_a_name_and_a_sentence_that_a_reader_can_use() {
        assertThat(TracingKeys.TABLE.points()).allSatisfy(point -> {
            assertThat(point.label()).matches("[a-z][a-z0-9_]*");
            assertThat(point.text()).endsWith(".").hasSizeGreaterThan(10);
            assertThat(point.fields()).doesNotHaveDuplicates();
        });
    }

    @Test
    void a_slice_tells_device_unit_beginning_and_length() {
        assertThat(TracingKeys.TABLE.points())
                .filteredOn(point -> point.kind() == Tracepoint.Kind.SLICE)
                .isNotEmpty()
                .allSatisfy(point -> {
                    int count = point.fields().size();
                    assertThat(point.fields().get(0)).isEqualTo("device");
                    assertThat(point.fields().subList(count - 2, count))
                            .containsExactly("starts_ns", "took_ns");
                });
    }
}
