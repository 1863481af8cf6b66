package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.WORDS;

import dev.kiosim.config.Key;
import java.util.List;

/** {@code output:} how the completion stream is written, unless the command line says otherwise. */
public final class OutputKeys {
    /** The keys of {@code output}. */
    public static final List<Key> ALL = List.of(
            Key.word("format", Words.OUTPUT_FORMATS, "How the completion stream is written."),
            Key.words(
                    "fields",
                    WORDS,
                    Words.COMPLETION_FIELDS,
                    "What is told of each completion," + " in this order; all up to attributes if"
                            + " not given. kernel_ns, wait_ns (in a plug or for a request),"
                            + " cache_ns, scheduler_ns and service_ns add up to latency_ns."));

    private OutputKeys() {}
}
