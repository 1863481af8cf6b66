package dev.kiosim.bench;

import dev.kiosim.bench.HoldModel.Contender;
import dev.kiosim.bench.HoldModel.Score;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The heap in C, compiled on the spot for the CPU at hand; every run is a process of its own. */
final class CHeapHold implements Contender {
    private static final List<String> VARIANTS = List.of("top-down", "bottom-up", "fused");

    private final Path program;
    private final String variant;

    private CHeapHold(Path program, String variant) {
        this.program = program;
        this.variant = variant;
    }

    /**
     * Compiles the program, and returns a contender for each way of removing from a heap.
     *
     * @param folder where source and program are put
     */
    static List<CHeapHold> compiledIn(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("hold.c");
        try (InputStream text = CHeapHold.class.getResourceAsStream("/c/hold.c")) {
            Files.copy(text, source);
        }
        Path program = folder.resolve("hold");
        Process compiler = new ProcessBuilder(List.of(
                        "cc", "-O3", "-march=native", "-o", program.toString(), source.toString()))
                .inheritIO()
                .start();
        requireSuccess(compiler, "cc");
        return VARIANTS.stream().map(variant -> new CHeapHold(program, variant)).toList();
    }

    @Override
    public String name() {
        return "C, " + variant;
    }

    @Override
    public Score play(HoldModel model) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        program.toString(),
                        variant,
                        Integer.toString(model.eventCount()),
                        Integer.toString(model.holdCount())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().write(delayTable());
        process.getOutputStream().close();
        String line =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        requireSuccess(process, program.toString());
        String[] words = line.strip().split(" ", -1);
        return new Score(Double.parseDouble(words[0]), Long.parseLong(words[1]));
    }

    private static byte[] delayTable() {
        ByteBuffer table = ByteBuffer.allocate(HoldModel.TABLE_SIZE * Long.BYTES)
                .order(ByteOrder.nativeOrder());
        for (int i = 0; i < HoldModel.TABLE_SIZE; i++) {
            table.putLong(HoldModel.delay(i));
        }
        return table.array();
    }

    private static void requireSuccess(Process process, String name)
            throws IOException, InterruptedException {
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IOException(name + " ended with exit code " + exitCode);
        }
    }
}
