package dev.kiosim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The command, as it is seen: each file in {@code src/test/lessons} is a few commands with all that
 * they print. With {@code -Dkiosim.rewrite=true} they are written anew, to be reviewed as a
 * difference.
 */
class LessonsTest {
    private static final Path FOLDER = Path.of("src/test/lessons");
    private static final String PROMPT = "$ kiosim ";

    static List<String> lessons() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void the_command_prints_what_the_lesson_shows(String lesson) throws IOException {
        Path file = FOLDER.resolve(lesson);
        String expected = Files.readString(file, UTF_8);
        String found = played(expected);
        if (Boolean.getBoolean("kiosim.rewrite")) {
            Files.writeString(file, found, UTF_8);
        }
        assertThat(found).isEqualTo(expected);
    }

    /** The lesson with what its commands print now; remarks before the first command stay. */
    private static String played(String lesson) {
        List<String> text = new ArrayList<>();
        boolean isRemark = true;
        for (String line : lesson.lines().toList()) {
            if (line.startsWith(PROMPT)) {
                isRemark = false;
                text.add(line);
                play(line.substring(PROMPT.length()), text);
            } else if (isRemark) {
                text.add(line);
            }
        }
        return String.join("\n", text) + "\n";
    }

    private static void play(String command, List<String> text) {
        List<String> args = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            args.add(word.endsWith(".yaml") ? FOLDER + "/" + word : word);
        }
        Session session = Session.of(args.toArray(new String[0]));
        add("", session.out(), text);
        add("! ", session.err(), text);
        text.add("[" + session.exitCode() + "]");
        text.add("");
    }

    private static void add(String mark, String printed, List<String> text) {
        printed.replace(FOLDER + "/", "")
                .replace("kiosim " + Version.number(), "kiosim VERSION")
                .lines()
                .forEach(line -> text.add((mark + line).stripTrailing()));
    }
}
