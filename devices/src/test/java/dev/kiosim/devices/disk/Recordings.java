package dev.kiosim.devices.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rows of a recorded table, without its head. */
final class Recordings {
    private Recordings() {}

    static List<String[]> rows(String file) {
        try (InputStream table = Recordings.class.getResourceAsStream("/disksim/" + file);
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(table, StandardCharsets.US_ASCII))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The drive that a recording was made of. */
    static DiskConfig drive(String recorded) {
        return (recorded.startsWith("cheetah")
                        ? DiskPreset.CHEETAH_9LP_CLEAN
                        : DiskPreset.NEARLINE_7200)
                .config();
    }
}
