package dev.kiosim.scenarios.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A golden file that reads like a lesson: prose, and cases of which each is a scenario, the
 * settings of the command line if any, and what the reader says to it.
 *
 * <pre>
 * == what this case shows
 * prose, up to the next mark
 * -- set
 * kernel.abi=v1
 * -- yaml
 * kiosim: 1
 * -- says
 * case.yaml:1:1: the scenario lacks ...
 * </pre>
 *
 * <p>Run with {@code -Dkiosim.rewrite=true} to write what the reader says now.
 */
public final class Lesson {
    private final Path file;
    private final List<String> lines;

    private Lesson(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** One case; {@code line} is where it begins in the file. */
    public record Case(
            String title,
            int line,
            List<String> settings,
            String syntax,
            String text,
            String says) {}

    public static List<Lesson> all(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(Lesson::read)
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Lesson read(Path file) {
        try {
            return new Lesson(file, Files.readAllLines(file, UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public Path file() {
        return file;
    }

    public List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("== ")) {
                cases.add(caseAt(i));
            }
        }
        return cases;
    }

    private Case caseAt(int start) {
        String syntax = section(start, "-- yaml") >= 0 ? "yaml" : "json";
        int text = section(start, "-- " + syntax);
        int settings = section(start, "-- set");
        return new Case(
                lines.get(start).substring(3),
                start + 1,
                settings < 0 ? List.of() : body(settings),
                syntax,
                unescape(String.join("\n", body(text))),
                String.join("\n", body(section(start, "-- says"))));
    }

    /** Tabs and other characters that an editor would hide are written as Java does. */
    private static String unescape(String text) {
        return text.replace("\\t", "\t").replace("\\u00a0", "\u00a0");
    }

    private int section(int start, String mark) {
        for (int i = start + 1; i < lines.size() && !lines.get(i).startsWith("== "); i++) {
            if (lines.get(i).equals(mark)) {
                return i;
            }
        }
        return -1;
    }

    private List<String> body(int mark) {
        List<String> body = new ArrayList<>();
        for (int i = mark + 1; i < lines.size() && !isMark(lines.get(i)); i++) {
            body.add(lines.get(i));
        }
        while (!body.isEmpty() && body.get(body.size() - 1).isBlank()) {
            body.remove(body.size() - 1);
        }
        return body;
    }

    private static boolean isMark(String line) {
        return line.startsWith("== ") || line.matches("-- (yaml|json|set|says)");
    }

    /** Writes the file with what the reader says now to each case. */
    void rewrite(java.util.function.Function<Case, String> reader) {
        List<String> out = new ArrayList<>();
        int i = 0;
        Case current = null;
        while (i < lines.size()) {
            String line = lines.get(i);
            if (line.startsWith("== ")) {
                current = caseAt(i);
            }
            out.add(line);
            i++;
            if (line.equals("-- says") && current != null) {
                out.addAll(reader.apply(current).lines().toList());
                out.add("");
                while (i < lines.size() && !lines.get(i).startsWith("== ")) {
                    i++;
                }
            }
        }
        while (out.get(out.size() - 1).isBlank()) {
            out.remove(out.size() - 1);
        }
        try {
            Files.writeString(
                    file, out.stream().collect(Collectors.joining("\n", "", "\n")), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
