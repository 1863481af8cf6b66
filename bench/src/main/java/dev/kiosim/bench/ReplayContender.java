package dev.kiosim.bench;

import java.io.IOException;

/** A cache that replays a trace from cold. */
interface ReplayContender {
    /** What one replay took and gave; {@code bytesPerRequest} is below 0 if not known. */
    record Score(double requestsPerCpuSecond, long misses, double bytesPerRequest) {}

    /** How it is called in the table. */
    String name();

    /** Replays the whole trace in a new cache. */
    Score replay(ReplayTrace trace) throws IOException, InterruptedException;
}
