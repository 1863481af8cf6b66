package dev.kiosim.cli;

import dev.kiosim.cli.output.CompletionStream;
import dev.kiosim.cli.output.OutputFailure;
import dev.kiosim.cli.terminal.Stdio;
import dev.kiosim.engine.Nullable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where data goes: a file that the user names, or standard output. */
record OutputFile(String name, OutputStream stream) implements AutoCloseable {
    /**
     * Opens it, and empties the file.
     *
     * @param file null or {@code -} for standard output
     * @param input a file that must not be overwritten, since it was read
     * @throws WrongUsage if it cannot be opened
     */
    static OutputFile open(@Nullable String file, String input, Stdio stdio) {
        return open("--output", file, input, stdio);
    }

    /** Likewise, for the file of another {@code option}. */
    static OutputFile open(String option, @Nullable String file, String input, Stdio stdio) {
        if (file == null || file.equals("-")) {
            return new OutputFile(Stdio.OUT_NAME, stdio.out());
        }
        try {
            Path path = Path.of(file);
            if (Files.exists(path)
                    && Files.exists(Path.of(input))
                    && Files.isSameFile(path, Path.of(input))) {
                throw new WrongUsage(option + " " + file + " would overwrite the scenario");
            }
            return new OutputFile(file, new FileOutputStream(file));
        } catch (IOException e) {
            throw new WrongUsage(option + " " + file + " cannot be written: " + reason(e, file));
        }
    }

    /** What Java says without the name of the file, which it puts in front in brackets. */
    private static String reason(IOException e, String file) {
        String message = ScenarioFiles.reason(e);
        String prefix = file + " (";
        return message.startsWith(prefix)
                ? message.substring(prefix.length(), message.length() - 1)
                : message;
    }

    /** A completion stream that goes there. */
    CompletionStream completions(String format, List<String> fields) {
        return new CompletionStream(format, fields, stream, name);
    }

    /** Whether it is standard output. */
    boolean isStandardOutput() {
        return name.equals(Stdio.OUT_NAME);
    }

    @Override
    public void close() {
        if (!isStandardOutput()) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new OutputFailure(name, e);
            }
        }
    }
}
