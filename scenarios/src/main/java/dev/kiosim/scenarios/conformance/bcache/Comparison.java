package dev.kiosim.scenarios.conformance.bcache;

import java.util.List;

/** One of the rules by which a replay is compared with its recording. */
interface Comparison {
    /** The fields of a recording that it looks at. */
    List<String> fields();

    /** Compares, and tells what differs and how much of a tolerance was used. */
    void compare(Recording recording, Observation observation, Findings findings);
}
