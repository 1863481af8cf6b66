package dev.kiosim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class KiosimTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void prints_the_version_of_the_build_on_standard_output() {
        assertThat(kiosim("--version")).isZero();
        assertThat(out.toString(UTF_8)).matches("kiosim \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
        assertThat(err.size()).isZero();
    }

    @Test
    void answers_wrong_usage_on_standard_error_with_exit_code_2() {
        assertThat(kiosim()).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(UTF_8)).startsWith("usage: kiosim");
    }

    private int kiosim(String... args) {
        return Kiosim.run(
                args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }
}
