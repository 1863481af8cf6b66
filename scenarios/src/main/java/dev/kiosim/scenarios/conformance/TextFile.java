package dev.kiosim.scenarios.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads text files, compressed with gzip if their name ends so. */
public final class TextFile {
    /** What the name of a compressed file ends with. */
    public static final String COMPRESSED = ".gz";

    private TextFile() {}

    /** The whole text. */
    public static String read(Path path) throws IOException {
        try (InputStream raw = Files.newInputStream(path);
                InputStream plain =
                        path.toString().endsWith(COMPRESSED) ? new GZIPInputStream(raw) : raw) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Its lines. */
    public static List<String> lines(Path path) throws IOException {
        return read(path).lines().toList();
    }
}
