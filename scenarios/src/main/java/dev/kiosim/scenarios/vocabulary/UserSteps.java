package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.BITS;
import static dev.kiosim.config.KeyType.BOOLEAN;
import static dev.kiosim.config.KeyType.DEVICE;
import static dev.kiosim.config.KeyType.DURATION;
import static dev.kiosim.config.KeyType.INTEGER;
import static dev.kiosim.config.KeyType.TEXT;
import static dev.kiosim.config.KeyType.WORDS;
import static dev.kiosim.scenarios.vocabulary.StepKeys.context;
import static dev.kiosim.scenarios.vocabulary.StepKeys.uses;

import dev.kiosim.config.Key;
import dev.kiosim.config.Kind;
import java.util.List;

/** What a program does without a system call, and what the person who watches wants. */
final class UserSteps {
    private static final List<String> RING_FIELDS = List.of(
            "id",
            "nr",
            "head",
            "tail",
            "magic",
            "compat_features",
            "incompat_features",
            "header_length",
            "version",
            "features",
            "ring_bytes",
            "flags",
            "overflow_count");

    static final List<Kind> KINDS = List.of(
            Kind.of(
                    "user_reap",
                    "User space takes events out of the mapped ring itself.",
                    context(),
                    Key.optional("max", BITS, "128", "Most events to take.")),
            Kind.of(
                    "reap_loop",
                    "User space takes events out of the mapped ring without a lock, one after the"
                            + " other, each load and compare-and-swap an operation of its own.",
                    context(),
                    Key.optional("events", INTEGER, null, "Ends when it has taken so many.")
                            .between(1, 1 << 20),
                    Key.word(
                            "when_empty",
                            List.of("try_again", "sleep"),
                            "What it does when the ring is empty."),
                    Key.optional("tries", INTEGER, "1", "Ends when it was empty so many times.")
                            .between(1, 1 << 20)
                            .when("when_empty=try_again"),
                    uses("eventfd", "The context's eventfd, which it reads to sleep.")
                            .when("when_empty=sleep"),
                    Key.optional(
                                    "check_flag",
                                    BOOLEAN,
                                    "true",
                                    "Look at the OVERFLOW flag before sleeping, and call"
                                            + " io_getevents2 if it is set; new ABI only.")
                            .when("when_empty=sleep")),
            Kind.of(
                    "user_store_ring",
                    "User space stores a field of the ring's header.",
                    context(),
                    Key.word("field", RING_FIELDS, "The field.").mustBeGiven(),
                    Key.required("value", BITS, "The value.")),
            Kind.of(
                    "user_load_ring",
                    "User space loads a field of the ring's header; the result is what is there.",
                    context(),
                    Key.word("field", RING_FIELDS, "The field.").mustBeGiven()),
            Kind.of(
                    "load",
                    "User space loads a word of 8 bytes; the result is what is there.",
                    uses("at", "Its address.").mustBeGiven()),
            Kind.of("sleep", "Sleeps.", Key.required("for", DURATION, "How long.")),
            Kind.of("compute", "Keeps the CPU busy.", Key.required("for", DURATION, "How long.")),
            new Kind(
                    "sysfs",
                    "Reads or writes a file of a device under /sys, as a root shell does.",
                    List.of(
                            Key.optional(
                                    "read",
                                    TEXT,
                                    null,
                                    "The file to read: its name, its folder and name, or its whole"
                                            + " path."),
                            Key.optional("write", TEXT, null, "The file to write, likewise."),
                            Key.optional("value", TEXT, null, "What is written to it."),
                            Key.optional("is", TEXT, null, "What reading must give."),
                            Key.optional(
                                    "of",
                                    DEVICE,
                                    null,
                                    "Which device; found by itself if only one has such files.")),
                    List.of("read", "write")),
            Kind.of(
                    "show",
                    "Prints a picture of the state to standard error.",
                    Key.words(
                                    "what",
                                    WORDS,
                                    List.of("ring", "overflow", "cache", "task"),
                                    "Of" + " what.")
                            .mustBeGiven(),
                    uses("of", "Which context or device; all if not given.")));

    private UserSteps() {}
}
