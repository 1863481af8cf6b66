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
                    "What is told of each completion, in this order; all but rule if not given."));

    private OutputKeys() {}
}
