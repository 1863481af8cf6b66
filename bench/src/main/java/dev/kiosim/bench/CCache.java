package dev.kiosim.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** LRU and FIFO in C, compiled on the spot; every replay is a process of its own. */
final class CCache implements ReplayContender {
    private final Path program;
    private final String policy;

    private CCache(Path program, String policy) {
        this.program = program;
        this.policy = policy;
    }

    /** Compiles the program into {@code folder}, and returns a contender for each policy. */
    static List<CCache> compiledIn(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("cache.c");
        try (InputStream text = CCache.class.getResourceAsStream("/c/cache.c")) {
            Files.copy(text, source);
        }
        Path program = folder.resolve("cache");
        Process compiler = new ProcessBuilder(List.of(
                        "cc", "-O3", "-march=native", "-o", program.toString(), source.toString()))
                .inheritIO()
                .start();
        requireSuccess(compiler, "cc");
        return List.of(new CCache(program, "lru"), new CCache(program, "fifo"));
    }

    @Override
    public String name() {
        return "C, " + policy;
    }

    @Override
    public Score replay(ReplayTrace trace) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        program.toString(),
                        policy,
                        Integer.toString(ReplayTrace.ROOM),
                        Integer.toString(trace.requests().length)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().write(trace.bytes());
        process.getOutputStream().close();
        String line =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        requireSuccess(process, program.toString());
        String[] words = line.strip().split(" ", -1);
        return new Score(Double.parseDouble(words[0]), Long.parseLong(words[1]), -1);
    }

    private static void requireSuccess(Process process, String name)
            throws IOException, InterruptedException {
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IOException(name + " ended with exit code " + exitCode);
        }
    }
}
