package dev.kiosim.scenarios.conformance;

import java.nio.file.Path;

/** Hears how a replay goes. */
@FunctionalInterface
public interface ConformanceListener {
    /** A folder was recognised; {@code cases} of it are going to be replayed. */
    default void folderOpened(Path path, Suite suite, int cases) {}

    /** A case is over. */
    void caseEnded(CaseResult result);
}
