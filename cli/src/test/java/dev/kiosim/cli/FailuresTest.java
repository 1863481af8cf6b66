package dev.kiosim.cli;

import static dev.kiosim.engine.InvariantViolation.violated;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.cli.terminal.Stdio;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Failures failures = new Failures(Stdio.of(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, UTF_8)));

    @Command(name = "run")
    private static final class Verb implements Seeded {
        @Override
        public OptionalLong seed() {
            return OptionalLong.of(42);
        }
    }

    @Test
    void prints_how_to_repeat_a_run_that_broke_an_invariant() {
        assertThat(reported(violated("the sky is green"), "run", "a b.yaml", "--abi", "v1"))
                .isEqualTo(3);
        assertThat(err.toString(UTF_8))
                .startsWith("kiosim: broken invariant: the sky is green\n")
                .endsWith("To repeat it:\n    kiosim run 'a b.yaml' --abi v1 --seed 42\n");
    }

    @Test
    void repeats_the_seed_that_was_given() {
        reported(new IllegalStateException("oops"), "run", "x", "--seed=7");
        assertThat(err.toString(UTF_8))
                .startsWith("kiosim: internal error: java.lang.IllegalStateException: oops\n")
                .endsWith("    kiosim run x --seed=7\n");
    }

    private int reported(Throwable failure, String... args) {
        return failures.report(failure, new CommandLine(new Verb()), List.of(args))
                .code();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "plain.yaml, plain.yaml",
                "a=b, a=b",
                "\"\", \"''\"",
                "two words, 'two words'",
                "it's, 'it'\\''s'",
                "$HOME, '$HOME'",
                "*, '*'"
            })
    void quotes_what_a_shell_would_change(String argument, String quoted) {
        assertThat(Failures.quoted(argument)).isEqualTo(quoted);
    }
}
