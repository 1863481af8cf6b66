package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.BITS;
import static dev.kiosim.config.KeyType.FILE;
import static dev.kiosim.config.KeyType.FLAGS;
import static dev.kiosim.scenarios.vocabulary.StepKeys.names;
import static dev.kiosim.scenarios.vocabulary.StepKeys.uses;

import dev.kiosim.config.Key;
import dev.kiosim.config.Kind;
import java.util.ArrayList;
import java.util.List;

/** Steps on files, pipes and eventfds. */
final class FileSteps {
    private static final Key OFFSET = Key.required("offset", BITS, "Position in the file.");

    private static final List<String> OPEN_FLAGS = List.of(
            "O_RDONLY",
            "O_WRONLY",
            "O_RDWR",
            "O_DIRECT",
            "O_APPEND",
            "O_NONBLOCK",
            "O_DSYNC",
            "O_SYNC",
            "O_PATH");

    static final List<Kind> KINDS = List.of(
            Kind.of(
                    "open",
                    "open(2).",
                    names("fd", "What the descriptor is called."),
                    Key.required("file", FILE, "The file, or a whole device."),
                    Key.optional("flags", FLAGS, "O_RDWR", "How.").orWords(OPEN_FLAGS)),
            Kind.of("close", "close(2).", uses("fd", "The descriptor.").mustBeGiven()),
            transfer("read", "read(2)."),
            transfer("write", "write(2)."),
            transfer("pread", "pread(2).", OFFSET),
            transfer("pwrite", "pwrite(2).", OFFSET),
            Kind.of("fsync", "fsync(2).", uses("fd", "The descriptor.").mustBeGiven()),
            Kind.of(
                    "pipe",
                    "pipe(2): its ends are called NAME.r and NAME.w.",
                    names("pipe", "What it is called.")),
            Kind.of(
                    "eventfd",
                    "eventfd(2).",
                    names("fd", "What the descriptor is called."),
                    Key.optional("initval", BITS, "0", "Its count at first."),
                    Key.words(
                            "flags",
                            FLAGS,
                            List.of("EFD_NONBLOCK", "EFD_SEMAPHORE", "EFD_CLOEXEC"),
                            "How.")),
            Kind.of(
                    "eventfd_read",
                    "Reads 8 bytes from an eventfd.",
                    uses("fd", "The descriptor.").mustBeGiven()),
            Kind.of(
                    "eventfd_write",
                    "Writes 8 bytes to an eventfd.",
                    uses("fd", "The descriptor.").mustBeGiven(),
                    Key.required("value", BITS, "What is added to its count.")));

    private FileSteps() {}

    private static Kind transfer(String name, String text, Key... more) {
        List<Key> keys = new ArrayList<>();
        keys.add(uses("fd", "The descriptor.").mustBeGiven());
        keys.add(uses("buf", "The memory; a buffer made for it if not given."));
        keys.add(Key.required("nbytes", BITS, "How many bytes."));
        keys.addAll(List.of(more));
        return new Kind(name, text, keys, List.of());
    }
}
