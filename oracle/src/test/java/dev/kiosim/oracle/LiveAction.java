package dev.kiosim.oracle;

import dev.kiosim.scenarios.conformance.Json;

/** What a step does on this machine. */
@FunctionalInterface
interface LiveAction {
    /** Does it, and says what was seen. */
    Json.Obj run(LiveCase live, Args args);
}
