package dev.kiosim.scenarios.conformance;

import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.conformance.aio.AioV1Suite;
import dev.kiosim.scenarios.conformance.bcache.BcacheSuite;
import java.util.List;

/** All kinds of recordings that can be replayed. */
public final class Suites {
    /** One row for each. */
    public static final List<Suite> ALL = List.of(new AioV1Suite(), new BcacheSuite());

    private Suites() {}

    /** The suite of a folder, or null. */
    public static @Nullable Suite of(RecordingFolder folder) {
        return ALL.stream()
                .filter(suite -> suite.recognises(folder))
                .findFirst()
                .orElse(null);
    }

    /** Their names, for messages. */
    public static List<String> names() {
        return ALL.stream().map(Suite::name).toList();
    }
}
