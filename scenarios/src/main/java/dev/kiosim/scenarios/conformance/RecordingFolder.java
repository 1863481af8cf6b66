package dev.kiosim.scenarios.conformance;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A folder of recordings: {@code host.json}, which says where they were made, and files of cases.
 * Other files are left alone.
 *
 * @param path where it is
 * @param files the names of all files, sorted
 * @param host what {@code host.json} says; empty if there is none
 * @param cases all cases, by file name and then as in the file; none if the format is another
 */
public record RecordingFolder(
        Path path, List<String> files, Json.Obj host, List<RecordedCase> cases) {
    private static final String HOST = "host.json";
    /** Files that their suite reads together with a trace. */
    private static final String BESIDE_A_TRACE = ".expected.json";

    public RecordingFolder {
        files = List.copyOf(files);
        cases = List.copyOf(cases);
    }

    /** Reads the folder; an IOException says what is wrong with it, and where. */
    public static RecordingFolder read(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IOException(path + ": no such folder");
        }
        Json.Obj host = new Json.Obj();
        List<RecordedCase> cases = new ArrayList<>();
        List<String> files = filesIn(path);
        for (String name : files) {
            if (!name.endsWith(".json") || name.endsWith(BESIDE_A_TRACE)) {
                continue;
            }
            Path file = path.resolve(name);
            Json content = JsonFile.read(file);
            boolean isHost = name.equals(HOST);
            if (content instanceof Json.Obj object && isHost) {
                host = object;
            } else if (content instanceof Json.Obj object) {
                addCases(file, object, cases);
            } else if (isHost) {
                throw new IOException(file + ": expected a map that describes the machine");
            }
        }
        return new RecordingFolder(path, files, host, cases);
    }

    private static List<String> filesIn(Path path) throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            files.forEach(file -> found.add(String.valueOf(file.getFileName())));
        }
        Collections.sort(found); // a folder has no order of its own
        return found;
    }

    private static void addCases(Path path, Json.Obj file, List<RecordedCase> cases)
            throws IOException {
        String group = file.text("group", "");
        Json all = file.find("cases");
        if (all != null && !(all instanceof Json.Array)) {
            throw new IOException(path + ": \"cases\" must be a list");
        }
        for (Json recorded : file.list("cases")) {
            if (!(recorded instanceof Json.Obj object)
                    || !(object.find("steps") instanceof Json.Array)) {
                throw new IOException(path + ": case " + (cases.size() + 1)
                        + " is no map with a list of \"steps\"");
            }
            for (Json step : object.list("steps")) {
                if (!(step instanceof Json.Obj)) {
                    throw new IOException(path + ": case " + object.text("id", "?")
                            + " has a step that is no map: " + step);
                }
            }
            cases.add(RecordedCase.of(group, object));
        }
    }

    /** The names of all calls and actions that occur. */
    public Set<String> calls() {
        Set<String> calls = new LinkedHashSet<>();
        cases.forEach(each -> each.steps().forEach(step -> calls.add(step.call())));
        return calls;
    }
}
