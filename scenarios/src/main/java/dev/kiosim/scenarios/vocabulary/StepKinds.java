package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.BITS;
import static dev.kiosim.config.KeyType.WORDS;

import dev.kiosim.config.Key;
import dev.kiosim.config.Kind;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code program:} the steps that a program can take. Names of system calls, arguments and struct
 * fields are the kernel's; what is left out of an iocb is 0.
 */
public final class StepKinds {
    /** What may stand beside any step. */
    public static final List<Key> COMMON = List.of(
            Key.optional(
                            "ret",
                            BITS,
                            null,
                            "What the call must return: a number, or an error such as -EINVAL.")
                    .orWords(Words.ERRORS),
            Key.words("abi", WORDS, Words.ABIS, "Only under these ABIs; always if not given."),
            Key.optional(
                            "again_if",
                            BITS,
                            null,
                            "Do the step again as long as it returns this, as a caller does who"
                                    + " takes it for a time-out.")
                    .orWords(Words.ERRORS));

    /** All kinds of step. */
    public static final List<Kind> ALL = Stream.of(
                    MemorySteps.KINDS,
                    FileSteps.KINDS,
                    AioSteps.CLASSIC,
                    AioSteps.NEW,
                    CallSteps.KINDS,
                    ListSteps.KINDS,
                    UserSteps.KINDS)
            .flatMap(List::stream)
            .toList();

    private StepKinds() {}
}
