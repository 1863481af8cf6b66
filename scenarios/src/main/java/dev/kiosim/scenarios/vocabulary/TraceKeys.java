package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.DECIMAL;
import static dev.kiosim.config.KeyType.DEVICE;
import static dev.kiosim.config.KeyType.INTEGER;
import static dev.kiosim.config.KeyType.TEXT;
import static dev.kiosim.config.KeyType.WORDS;

import dev.kiosim.config.Key;
import java.util.List;

/** {@code trace:} recorded IO, sent to a device again. */
public final class TraceKeys {
    /** The keys of a trace. */
    public static final List<Key> ALL = List.of(
            Key.required(
                    "path",
                    TEXT,
                    "The trace, plain or gzip; relative to the scenario's file or in the library."),
            Key.word("format", Words.TRACE_FORMATS, "How it is written."),
            Key.required("device", DEVICE, "The device that gets the IO."),
            Key.word(
                    "timing",
                    List.of("asap", "recorded"),
                    "As fast as iodepth allows, or at the recorded times."),
            Key.optional(
                            "iodepth",
                            INTEGER,
                            "32",
                            "IOs to keep in flight; with recorded times, the" + " most.")
                    .between(1, 1 << 20),
            Key.optional("speed", DECIMAL, "1", "How much faster than recorded.")
                    .between(0, 1_000_000)
                    .when("timing=recorded"),
            Key.optional("limit", INTEGER, null, "Ends after so many IOs.")
                    .between(1, Long.MAX_VALUE),
            Key.words("attributes", WORDS, Words.ATTRIBUTES, "Attributes asked for with every IO.")
                    .when("kernel.abi=v2|noctx|sync|v2-prototype"));

    private TraceKeys() {}
}
