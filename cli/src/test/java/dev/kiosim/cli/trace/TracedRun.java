package dev.kiosim.cli.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosim.cli.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run of the command with both traces written to files. */
record TracedRun(String json, String blkparse, String out, Path summary) {
    /** Three tasks on one CPU, which take turns. */
    static final String SHARED_CPU = "src/test/lessons/shared-cpu.yaml";
    /** Buffered reads and writes. */
    static final String PAGE_CACHE = "src/test/lessons/page-cache.yaml";

    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]*)\"");

    /** The run of a scenario of the library, or of a file, with further options. */
    static TracedRun of(Path folder, String scenario, String... options) throws IOException {
        Path json = folder.resolve("trace.json");
        Path text = folder.resolve("blkparse.txt");
        List<String> command = new ArrayList<>(List.of(
                "run", scenario, "--trace", json.toString(), "--blkparse", text.toString()));
        command.addAll(List.of(options));
        Session session = Session.of(command.toArray(new String[0]));
        assertThat(session.exitCode()).as(session.err()).isLessThanOrEqualTo(1);
        Path summary = Files.writeString(folder.resolve("summary.txt"), session.err(), UTF_8);
        return new TracedRun(
                Files.readString(json, UTF_8),
                Files.readString(text, UTF_8),
                session.out(),
                summary);
    }

    /** How often each name stands in a trace. */
    static Map<String, Integer> countWords(String json) {
        Map<String, Integer> counts = new TreeMap<>();
        Matcher matcher = NAME.matcher(json);
        while (matcher.find()) {
            counts.merge(matcher.group(1), 1, Integer::sum);
        }
        return counts;
    }
}
