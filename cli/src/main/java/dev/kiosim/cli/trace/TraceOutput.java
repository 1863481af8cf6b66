package dev.kiosim.cli.trace;

import dev.kiosim.trace.TraceReader;

/** A trace written to a file, in one format. */
public interface TraceOutput extends TraceReader {
    /** Writes what closes the file; {@code lost} records of the run never came here. */
    void finish(long lost);
}
