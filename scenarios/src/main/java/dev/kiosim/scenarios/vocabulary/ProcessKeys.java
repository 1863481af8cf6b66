package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.INTEGER;
import static dev.kiosim.config.KeyType.NAME;
import static dev.kiosim.config.KeyType.TEXT;

import dev.kiosim.config.Key;
import dev.kiosim.config.Kind;
import java.util.List;

/**
 * {@code processes:} who does IO. A process has the keys of {@link #IN_LIST} and exactly one of
 * {@code workload}, {@code trace} and {@code program}.
 */
public final class ProcessKeys {
    /** What all processes have, where they are a list. */
    public static final List<Key> IN_LIST = List.of(
            Key.required("name", NAME, "What it is called in the completion stream."),
            Key.optional("numjobs", INTEGER, "1", "How many such processes, each on its own (fio).")
                    .between(1, 4096),
            Key.optional(
                    "thread_of",
                    TEXT,
                    null,
                    "An earlier process with a program, of which this is a thread: it starts when"
                            + " that program has ended, and knows all its names. Only for a"
                            + " program."),
            Key.optional(
                            "boot",
                            INTEGER,
                            "1",
                            "The boot in which it starts: 1, or 2 after the first power_cut, and so"
                                    + " on.")
                    .between(1, 1_000_000),
            Key.optional("cpu", INTEGER, null, "The CPU it is pinned to, from 0.")
                    .between(0, 1023),
            Key.optional(
                            "prioclass",
                            INTEGER,
                            null,
                            "IO priority class (fio): 1 real-time, 2 best" + " effort, 3 idle.")
                    .between(1, 3),
            Key.optional("uid", INTEGER, "0", "The user it runs as; 0 may open every file.")
                    .between(0, 65_535),
            Key.optional("prio", INTEGER, null, "IO priority in its class (fio): 0 highest.")
                    .between(0, 7));

    /** The same where they are a map of names. */
    public static final List<Key> IN_MAP =
            IN_LIST.stream().filter(key -> !key.name().equals("name")).toList();

    /** What a process can do. The steps of a program are {@link StepKinds}. */
    public static final List<Kind> WORK = List.of(
            new Kind("workload", "Generated IO, in fio's words.", WorkloadKeys.ALL, List.of()),
            new Kind("trace", "Recorded IO, replayed.", TraceKeys.ALL, List.of()),
            new Kind("program", "Explicit steps, one system call each.", List.of(), List.of()));

    private ProcessKeys() {}
}
