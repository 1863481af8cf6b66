package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.SIZE;
import static dev.kiosim.config.KeyType.WORDS;

import dev.kiosim.config.Key;
import dev.kiosim.devices.DeviceKinds;
import dev.kiosim.trace.TraceConfig;
import dev.kiosim.trace.TraceTable;
import dev.kiosim.trace.Tracepoint;
import java.util.List;

/** {@code tracing:} which tracepoints are recorded, and where. */
public final class TracingKeys {
    /** Records are read while the run goes on. */
    public static final String STREAM = "stream";
    /** Records stay in the buffers, the newest of them. */
    public static final String FLIGHT_RECORDER = "flight_recorder";

    /** All tracepoints of this program. */
    public static final TraceTable TABLE = DeviceKinds.tracepoints();

    /** Names of all tracepoints. */
    public static final List<String> TRACEPOINTS =
            TABLE.points().stream().map(Tracepoint::label).toList();

    /** The keys of {@code tracing}. */
    public static final List<Key> ALL = List.of(
            Key.word(
                    "mode",
                    List.of(STREAM, FLIGHT_RECORDER),
                    "When records leave the buffers. stream: while the run goes on, so that a file"
                            + " asked for on the command line misses none; without such a file"
                            + " nothing is recorded. flight_recorder: at the end; until then the"
                            + " oldest are overwritten, and counted as lost."),
            Key.optional(
                            "buffer",
                            SIZE,
                            "256KiB",
                            "Data area of each CPU's buffer: a power of two.")
                    .between(TraceConfig.BUFFER_BYTES_MIN, TraceConfig.BUFFER_BYTES_MAX),
            Key.words(
                    "events",
                    WORDS,
                    TABLE.words(),
                    "Layers and tracepoints that are recorded; all if not given."));

    private TracingKeys() {}
}
