package dev.kiosim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiosim.cli.terminal.Stdio;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** One call of the command in this JVM: its exit code, and what it wrote. */
public record Session(int exitCode, String out, String err) {
    /** The command with these arguments, and nothing on standard input. */
    public static Session of(String... args) {
        return withInput("", args);
    }

    /** The command with {@code input} on standard input. */
    public static Session withInput(String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Stdio stdio = Stdio.of(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                out,
                new PrintStream(err, true, UTF_8));
        int exitCode = Kiosim.run(args, stdio);
        return new Session(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
