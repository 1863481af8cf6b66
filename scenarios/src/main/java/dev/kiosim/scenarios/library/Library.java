package dev.kiosim.scenarios.library;

import static dev.kiosim.engine.InvariantViolation.violated;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.Source;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;

/** The scenarios that ship with kiosim. */
public final class Library {
    private static final String INDEX = "index.txt";
    private static final String SUFFIX = ".yaml";
    private static final String TITLE = "title: ";
    /** Names of resources: nothing that leads out of the library. */
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private Library() {}

    /**
     * The names of all scenarios, in the order of a course; one in a folder is {@code FOLDER/NAME}.
     */
    public static List<String> names() {
        return text(INDEX).lines().toList();
    }

    /** The scenario of that name, or null. Its source is named after its file. */
    public static @Nullable Source find(String name) {
        return names().contains(name) ? Source.of(name + SUFFIX, textOf(name)) : null;
    }

    /**
     * The text of a scenario's file.
     *
     * @param name one of {@link #names}
     */
    public static String textOf(String name) {
        return text(name + SUFFIX);
    }

    /**
     * The title of a scenario, taken from its line without reading all of it.
     *
     * @param name one of {@link #names}
     */
    public static String titleOf(String name) {
        return textOf(name)
                .lines()
                .filter(line -> line.startsWith(TITLE))
                .findFirst()
                .orElseThrow(() -> violated("scenario %s has no title", name))
                .substring(TITLE.length());
    }

    /** A trace that ships with the library, or null if there is none of that name. */
    public static @Nullable InputStream openTrace(String fileName) {
        return FILE_NAME.matcher(fileName).matches()
                ? Library.class.getResourceAsStream(fileName)
                : null;
    }

    private static String text(String resource) {
        try (InputStream stream = Library.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw violated("%s is missing in the library", resource);
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw violated("%s of the library cannot be read: %s", resource, e);
        }
    }
}
