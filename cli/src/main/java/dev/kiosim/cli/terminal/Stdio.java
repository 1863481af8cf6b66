package dev.kiosim.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiosim.cli.output.OutputFailure;
import dev.kiosim.engine.Nullable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The standard streams: data goes to {@code out}, everything else to {@code err}.
 *
 * @param outGoesTo what standard output is connected to
 * @param errGoesTo what standard error is connected to
 * @param palette colour for standard error, or none
 */
public record Stdio(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Target outGoesTo,
        Target errGoesTo,
        Palette palette) {
    /** What messages call standard output. */
    public static final String OUT_NAME = "standard output";

    private static final Path OUT_LINK = Path.of("/proc/self/fd/1");
    private static final Path ERR_LINK = Path.of("/proc/self/fd/2");

    /** What a stream is connected to. */
    public enum Target {
        /** A person. */
        TERMINAL,
        /** A program that reads it, and may stop to. */
        PIPE,
        /** A file, or what cannot be found out. */
        OTHER
    }

    /** The streams of this process. */
    public static Stdio ofProcess() {
        Target outGoesTo = target(OUT_LINK);
        Target errGoesTo = target(ERR_LINK);
        boolean isColourful = errGoesTo == Target.TERMINAL && isEmpty(System.getenv("NO_COLOR"));
        return new Stdio(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
                outGoesTo,
                errGoesTo,
                isColourful ? Palette.COLOUR : Palette.PLAIN);
    }

    /** Streams of a test: neither is a terminal. */
    public static Stdio of(InputStream in, OutputStream out, PrintStream err) {
        return new Stdio(in, out, err, Target.OTHER, Target.OTHER, Palette.PLAIN);
    }

    /** The same streams without colour. */
    public Stdio withoutColour() {
        return new Stdio(in, out, err, outGoesTo, errGoesTo, Palette.PLAIN);
    }

    /**
     * Writes data.
     *
     * @throws OutputFailure if it cannot be written
     */
    public void print(String data) {
        try {
            out.write(data.getBytes(UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new OutputFailure(OUT_NAME, e);
        }
    }

    /** What a descriptor is connected to, by the name that Linux gives its target. */
    private static Target target(Path link) {
        try {
            String name = Files.readSymbolicLink(link).toString();
            if (name.startsWith("pipe:") || name.startsWith("socket:")) {
                return Target.PIPE;
            }
            boolean isTerminal = name.startsWith("/dev/pts/")
                    || name.startsWith("/dev/tty")
                    || name.startsWith("/dev/console");
            return isTerminal ? Target.TERMINAL : Target.OTHER;
        } catch (IOException | UnsupportedOperationException noProc) {
            return Target.OTHER;
        }
    }

    private static boolean isEmpty(@Nullable String value) {
        return value == null || value.isEmpty();
    }
}
