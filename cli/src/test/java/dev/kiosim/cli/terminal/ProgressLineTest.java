package dev.kiosim.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final long MILLI = 1_000_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(bytes, true, UTF_8);
    private long wallNanos = -5 * MILLI;
    private final ProgressLine line = new ProgressLine(terminal, () -> wallNanos);

    @Test
    void shows_nothing_of_what_is_soon_over() {
        wallNanos += 499 * MILLI;
        line.update(elapsed -> "working");
        line.close();
        assertThat(bytes.size()).isZero();
    }

    @Test
    void is_not_written_more_often_than_people_can_read() {
        for (int i = 0; i < 1000; i++) {
            wallNanos += MILLI;
            line.update(elapsed -> elapsed / MILLI + " ms");
        }
        assertThat(shown()).containsExactly("", "500 ms", "700 ms", "900 ms");
    }

    @Test
    void is_erased_at_the_end() {
        wallNanos += 600 * MILLI;
        line.update(elapsed -> "working");
        line.close();
        assertThat(shown()).containsExactly("", "working", "");
        assertThat(bytes.toString(UTF_8)).endsWith("\r\u001b[K");
    }

    private String[] shown() {
        return bytes.toString(UTF_8).split("\r\u001b\\[K", -1);
    }
}
