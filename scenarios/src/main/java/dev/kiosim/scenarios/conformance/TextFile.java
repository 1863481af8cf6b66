package dev.kiosim.scenarios.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
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

    /** The whole text; an IOException says so if it is none. */
    public static String read(Path path) throws IOException {
        try {
            CharBuffer text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(path)));
            return text.toString();
        } catch (CharacterCodingException broken) {
            throw new IOException(path + ": no UTF-8 text", broken);
        }
    }

    private static byte[] bytes(Path path) throws IOException {
        try (InputStream raw = Files.newInputStream(path);
                InputStream plain =
                        path.toString().endsWith(COMPRESSED) ? new GZIPInputStream(raw) : raw) {
            return plain.readAllBytes();
        }
    }

    /** Its lines. */
    public static List<String> lines(Path path) throws IOException {
        return read(path).lines().toList();
    }
}
