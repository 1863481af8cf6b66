package dev.kiosim.scenarios.conformance.aio;

/** What a step does. */
@FunctionalInterface
interface Action {
    /** Does it, and says what was seen. */
    Observation run(AioReplay replay, Arguments args);
}
