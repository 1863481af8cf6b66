package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.BOOLEAN;
import static dev.kiosim.config.KeyType.DURATION;
import static dev.kiosim.config.KeyType.INTEGER;
import static dev.kiosim.config.KeyType.TEXT;

import dev.kiosim.config.Key;
import dev.kiosim.config.KeyType;
import dev.kiosim.config.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code expect:} what must hold after the run. Each is one fact of the run, compared with
 * {@code is}, {@code is_not}, {@code at_least}, {@code at_most}, {@code above} or {@code below};
 * all comparisons given must hold.
 */
public final class ExpectKinds {
    /** Names of the comparisons. */
    public static final List<String> COMPARISONS =
            List.of("is", "is_not", "at_least", "at_most", "above", "below");

    /** The word for losses of all kinds. */
    public static final String ANY_PROMISE = "any";

    /** What may stand beside any expectation. */
    public static final List<Key> COMMON = List.of(Key.words(
            "abi", KeyType.WORDS, Words.ABIS, "Only under these ABIs; always if not given."));

    /** All kinds of expectation. */
    public static final List<Kind> ALL = List.of(
            compared("completions", "How many IOs completed.", INTEGER),
            compared("errors", "How many IOs completed with an error: res is negative.", INTEGER),
            latency("latency_mean", "Mean time from submission to completion."),
            latency("latency_p50", "Time within which half of the IOs completed."),
            latency("latency_p90", "Time within which 90 % of the IOs completed."),
            latency("latency_p99", "Time within which 99 % of the IOs completed."),
            latency("latency_p99_9", "Time within which 99.9 % of the IOs completed."),
            latency("latency_max", "Longest time from submission to completion."),
            compared("end_time", "Simulated time at which the run ended.", DURATION),
            compared(
                    "count",
                    "How many completions have a value in a field of the stream.",
                    INTEGER,
                    Key.word("field", Words.COMPLETION_FIELDS, "The field.").mustBeGiven(),
                    Key.required("value", TEXT, "The value, as jsonl writes it.")),
            new Kind(
                    "completion",
                    "The value in one field of one completion.",
                    List.of(
                            Key.required("number", INTEGER, "Which completion, from 1.")
                                    .between(1, Long.MAX_VALUE),
                            Key.word("field", Words.COMPLETION_FIELDS, "The field.")
                                    .mustBeGiven(),
                            Key.optional("is", TEXT, null, "The value, as jsonl writes it."),
                            Key.optional("is_not", TEXT, null, "A value it must not have.")),
                    List.of("is", "is_not")),
            compared(
                    "metric",
                    "A counter of a device, by the name that the summary gives it.",
                    INTEGER,
                    Key.required("of", KeyType.DEVICE, "The device."),
                    Key.required("name", TEXT, "The counter: cache_hits, for example.")),
            compared(
                    "kernel",
                    "A counter of the kernel, by the name that the summary gives it, or of its"
                            + " completion path: " + Words.AIO_COUNTERS + ".",
                    INTEGER,
                    Key.required("name", TEXT, "The counter: workers_peak, for example.")),
            compared(
                    "task",
                    "The block IO that was accounted to a task.",
                    INTEGER,
                    Key.required("of", TEXT, "The task, by the name of its process."),
                    Key.word("name", List.of("bios", "read_bytes", "write_bytes"), "The counter.")
                            .mustBeGiven()),
            compared(
                    "findings",
                    "How often something went wrong for a program because of the kernel.",
                    INTEGER,
                    Key.word("kind", Words.FINDINGS, "What went wrong.").mustBeGiven()),
            compared(
                    "syscalls",
                    "How many system calls of that name were made.",
                    INTEGER,
                    Key.required("name", TEXT, "The system call: io_getevents, for example.")),
            compared(
                    "tracepoint",
                    "How often a tracepoint was hit, its lost records included.",
                    INTEGER,
                    Key.word(
                                    "name",
                                    TracingKeys.TRACEPOINTS,
                                    "The tracepoint: block_rq_issue, for" + " example.")
                            .mustBeGiven()),
            compared(
                    "trace_records",
                    "How many records of tracepoints were written, lost, or kept: read, or in the"
                            + " buffers at the end.",
                    INTEGER,
                    Key.word("which", List.of("written", "lost", "kept"), "Which records.")
                            .mustBeGiven()),
            new Kind(
                    "explore",
                    "What kiosim explore finds; a single run does not look at it.",
                    List.of(
                            Key.word("violation", Words.VIOLATIONS, "The shortest one's kind.")
                                    .mustBeGiven(),
                            Key.optional(
                                    "complete",
                                    BOOLEAN,
                                    "true",
                                    "Whether every interleaving within the limits was covered."),
                            Key.optional(
                                    "interleavings",
                                    TEXT,
                                    null,
                                    "How many interleavings that were: their exact number.")),
                    List.of()),
            compared("power_cuts", "How often the power failed.", INTEGER),
            compared(
                    "sectors_lost",
                    "Sectors whose last acknowledged write a power cut took, as is allowed without"
                            + " a flush.",
                    INTEGER),
            lostInFailures(),
            compared(
                    "old_sectors_read",
                    "Sectors that were read with other content than had been acknowledged, after"
                            + " their loss in a failure.",
                    INTEGER),
            compared(
                    "panics",
                    "How often the kernel stopped the machine; without this expectation a run in"
                            + " which it did counts as failed.",
                    INTEGER),
            new Kind(
                    "digest",
                    "The digest of the completion stream.",
                    List.of(Key.required(
                            "is",
                            TEXT,
                            "The digest, or as many first digits of it as" + " are given.")),
                    List.of()));

    private ExpectKinds() {}

    private static Kind lostInFailures() {
        Kind kind = compared(
                "sectors_lost_in_failures",
                "Sectors that devices gave back no more because a device below them failed,"
                        + " although somebody had been promised their content.",
                INTEGER);
        List<Key> keys = new ArrayList<>(kind.keys());
        keys.add(Key.word(
                "promise",
                List.of(ANY_PROMISE, "acknowledged", "flushed", "fua", "untracked"),
                "Only those of which this had been said last; untracked: the devices below do not"
                        + " track versions."));
        return new Kind(kind.name(), kind.text(), keys, COMPARISONS);
    }

    private static Kind latency(String name, String text) {
        return compared(name, text, DURATION);
    }

    /** A number to compare; {@code is} may be written alone if nothing else must be said. */
    private static Kind compared(String name, String text, KeyType type, Key... which) {
        List<Key> keys = new ArrayList<>(List.of(which));
        keys.add(comparison("is", type, "The value."));
        keys.add(comparison("is_not", type, "A value it must not have."));
        keys.add(comparison("at_least", type, "The least value."));
        keys.add(comparison("at_most", type, "The greatest value."));
        keys.add(comparison("above", type, "It must be greater."));
        keys.add(comparison("below", type, "It must be less."));
        return new Kind(name, text, keys, COMPARISONS);
    }

    private static Key comparison(String name, KeyType type, String text) {
        return Key.optional(name, type, null, text);
    }
}
