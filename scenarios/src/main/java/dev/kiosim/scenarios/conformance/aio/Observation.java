package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.scenarios.conformance.Json;

/** What an action saw, key by key as a recording has it. */
final class Observation {
    private final Json.Obj seen = new Json.Obj();

    /** Nothing to see. */
    static Observation none() {
        return new Observation();
    }

    /** A result. */
    static Observation ret(long result) {
        return new Observation().with("ret", AioReplay.described(result));
    }

    /** One more thing. */
    Observation with(String key, Json value) {
        seen.put(key, value);
        return this;
    }

    Json.Obj seen() {
        return seen;
    }
}
