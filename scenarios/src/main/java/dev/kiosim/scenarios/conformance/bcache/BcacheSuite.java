package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.engine.InvariantViolation;
import dev.kiosim.scenarios.conformance.CaseResult;
import dev.kiosim.scenarios.conformance.Json;
import dev.kiosim.scenarios.conformance.JsonFile;
import dev.kiosim.scenarios.conformance.RecordingFolder;
import dev.kiosim.scenarios.conformance.Suite;
import dev.kiosim.scenarios.conformance.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Recordings of bcache: {@code golden/bcache} and folders like it. */
public final class BcacheSuite implements Suite {
    private static final String TRACE = ".trace";
    private static final String EXPECTED = ".expected.json";

    /** The suite. */
    public BcacheSuite() {}

    @Override
    public String name() {
        return "bcache";
    }

    @Override
    public boolean recognises(RecordingFolder folder) {
        return folder.cases().isEmpty() && !names(folder).isEmpty();
    }

    @Override
    public List<ReplayableCase> open(RecordingFolder folder) {
        return names(folder).stream()
                .map(name -> (ReplayableCase) new Case(folder.path(), name))
                .toList();
    }

    /** The cases of a folder: names of which there is a trace or a recording. */
    private static List<String> names(RecordingFolder folder) {
        List<String> names = new ArrayList<>();
        for (String file : folder.files()) {
            String name = withoutEnding(file, TextFile.COMPRESSED);
            for (String ending : List.of(TRACE, EXPECTED)) {
                if (name.endsWith(ending)) {
                    names.add(withoutEnding(name, ending));
                }
            }
        }
        return names.stream().distinct().sorted().toList();
    }

    private static String withoutEnding(String name, String ending) {
        return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
    }

    private record Case(Path folder, String id) implements ReplayableCase {
        @Override
        public String title() {
            return id;
        }

        @Override
        public CaseResult replay() {
            List<String> steps = new ArrayList<>();
            try {
                Json.Obj seen = expected();
                Recording recording =
                        Recording.of(seen, Recording.withoutComments(TextFile.lines(file(TRACE))));
                Findings findings = new Findings(recording);
                replay(recording, findings, steps);
                return new CaseResult(
                        id, seen.text("about", ""), findings.first(), steps, findings.tolerances());
            } catch (IOException | UnreadableRecordingException | InvariantViolation stopped) {
                CaseResult.Difference difference = new CaseResult.Difference(
                        0, id, "a recording", String.valueOf(stopped.getMessage()));
                return new CaseResult(id, "", difference, steps, List.of());
            }
        }

        private void replay(Recording recording, Findings findings, List<String> steps)
                throws UnreadableRecordingException {
            TraceReplay replay = new TraceReplay(recording);
            Observation observation = replay.run();
            for (int i = 0; i < recording.lines().size(); i++) {
                steps.add(observation.describe(i));
            }
            Comparisons.ALL.forEach(rule -> rule.compare(recording, observation, findings));
            findings.differences().forEach(difference -> steps.add("DIFF " + difference));
        }

        private Json.Obj expected() throws IOException, UnreadableRecordingException {
            Json expected = JsonFile.read(file(EXPECTED));
            return expected instanceof Json.Obj object ? object : new Json.Obj();
        }

        /** A file of the case, compressed or not. */
        private Path file(String ending) throws UnreadableRecordingException {
            for (String last : List.of("", TextFile.COMPRESSED)) {
                Path file = folder.resolve(id + ending + last);
                if (Files.exists(file)) {
                    return file;
                }
            }
            throw new UnreadableRecordingException("there is no " + id + ending);
        }
    }
}
