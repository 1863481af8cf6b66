package dev.kiosim.scenarios.run;

import dev.kiosim.scenarios.Source;
import java.io.IOException;
import java.io.InputStream;

/** Where the traces that scenarios name are found. */
@FunctionalInterface
public interface TraceFiles {
    /**
     * Opens the trace that {@code scenario} calls {@code path}.
     *
     * @throws IOException if there is none; the message says where it was looked for
     */
    InputStream open(Source scenario, String path) throws IOException;
}
