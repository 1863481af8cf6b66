package dev.kiosim.cli;

import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.config.Nearest;
import dev.kiosim.scenarios.Source;
import dev.kiosim.scenarios.format.ScenarioReader;
import dev.kiosim.scenarios.library.Library;
import dev.kiosim.scenarios.run.TraceFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Finds what a user names: a scenario's file, or a scenario of the library; and its traces. */
final class ScenarioFiles {
    /** The name that stands for standard input. */
    static final String STDIN = "-";

    /** A scenario is written by hand; anything longer is some other file. Assumed. */
    private static final int SCENARIO_BYTES_MAX = 4 << 20;

    private ScenarioFiles() {}

    /**
     * A scenario that was found.
     *
     * @param traces where the traces that it names are found
     */
    record Found(Source source, TraceFiles traces) {}

    /**
     * The scenario that {@code name} names.
     *
     * @throws WrongUsage if there is none, or if it cannot be read
     * @throws dev.kiosim.scenarios.ScenarioException if it is no text
     */
    static Found find(String name, Stdio stdio) {
        try {
            if (name.equals(STDIN)) {
                return new Found(read("standard input", stdio.in()), besides(Path.of("")));
            }
            Path path = Path.of(name);
            if (Files.isRegularFile(path) || isOther(path)) {
                try (InputStream stream = Files.newInputStream(path)) {
                    return new Found(read(name, stream), besides(path));
                }
            }
            return inLibrary(name, Files.isDirectory(path));
        } catch (InvalidPathException e) {
            return inLibrary(name, false);
        } catch (IOException e) {
            throw new WrongUsage(name + " cannot be read: " + reason(e));
        }
    }

    /** A pipe, such as {@code <(...)} of a shell. */
    private static boolean isOther(Path path) {
        return Files.exists(path) && !Files.isDirectory(path);
    }

    private static Source read(String name, InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(SCENARIO_BYTES_MAX + 1);
        if (bytes.length > SCENARIO_BYTES_MAX) {
            throw new WrongUsage(name + " is no scenario: it is longer than 4 MiB");
        }
        return ScenarioReader.decode(name, bytes);
    }

    private static Found inLibrary(String name, boolean isDirectory) {
        Source source = Library.find(name);
        if (source != null) {
            return new Found(source, (from, path) -> openTrace(path, path));
        }
        List<String> names = Library.names();
        String what = isDirectory
                ? name + " is a directory; expected a scenario's file"
                : name + ": no such file, and the library has no scenario of that name";
        throw new WrongUsage(
                what + Nearest.question(Nearest.to(name, names)) + " (kiosim list shows them)");
    }

    /** Traces are looked for beside the scenario, then in the library. */
    private static TraceFiles besides(Path scenario) {
        return (source, path) -> {
            Path file = scenario.resolveSibling(path);
            return Files.exists(file)
                    ? Files.newInputStream(file)
                    : openTrace(path, file.toString());
        };
    }

    /**
     * The trace that {@code name} names: a file, one of the library, or standard input.
     *
     * @throws IOException if there is none; the message says where it was looked for
     */
    static InputStream openTrace(String name, Stdio stdio) throws IOException {
        if (name.equals(STDIN)) {
            return stdio.in();
        }
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new IOException("it is a directory");
            }
            return Files.exists(path) ? Files.newInputStream(path) : openTrace(name, name);
        } catch (InvalidPathException e) {
            return openTrace(name, name);
        }
    }

    private static InputStream openTrace(String name, String lookedFor) throws IOException {
        InputStream stream = Library.openTrace(name);
        if (stream == null) {
            throw new FileNotFoundException(
                    "there is neither a file " + lookedFor + " nor such a trace in the library");
        }
        return stream;
    }

    /** Why a file could not be read, without repeating its name. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
