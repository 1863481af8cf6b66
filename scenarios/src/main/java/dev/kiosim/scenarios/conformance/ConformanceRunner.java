package dev.kiosim.scenarios.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Replays folders of recordings. */
public final class ConformanceRunner {
    private ConformanceRunner() {}

    /**
     * Replays the cases of a folder whose id passes {@code filter}, in the order of the folder.
     *
     * @throws IOException if the folder cannot be read, or is of no kind that is known; the message
     *     says where and why
     */
    public static ConformanceTotals run(
            Path folder, Predicate<String> filter, ConformanceListener listener)
            throws IOException {
        RecordingFolder recordings = RecordingFolder.read(folder);
        Suite suite = Suites.of(recordings);
        if (suite == null) {
            throw new IOException(folder
                    + ": recordings of no kind that kiosim replays; expected one of "
                    + String.join(", ", Suites.names()));
        }
        List<Suite.ReplayableCase> all = suite.open(recordings);
        List<Suite.ReplayableCase> chosen =
                all.stream().filter(each -> filter.test(each.id())).toList();
        listener.folderOpened(folder, suite, chosen.size());
        int failed = 0;
        for (Suite.ReplayableCase each : chosen) {
            CaseResult result = each.replay();
            failed += result.passed() ? 0 : 1;
            listener.caseEnded(result);
        }
        int skipped = all.size() - chosen.size();
        return new ConformanceTotals(chosen.size() - failed, failed, skipped);
    }
}
