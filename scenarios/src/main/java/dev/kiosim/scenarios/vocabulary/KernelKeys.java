package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.DURATION;
import static dev.kiosim.config.KeyType.GROUP;
import static dev.kiosim.config.KeyType.INTEGER;
import static dev.kiosim.config.KeyType.SIZE;
import static dev.kiosim.config.KeyType.WORDS;

import dev.kiosim.config.Key;
import java.util.List;

/** {@code kernel:} which kernel it is, and its limits. */
public final class KernelKeys {
    private static final String RING = "abi=v2|v2-prototype";
    private static final String ATTRIBUTES = "abi=v2|v2-prototype|noctx|sync";

    /** The keys of {@code kernel.syslets}. */
    public static final List<Key> SYSLETS = List.of(
            Key.word(
                    "pid",
                    List.of("new", "swizzle", "namespace"),
                    "Which thread it is that returns to user space in the place of one that would"
                            + " block: a new one, one that exchanged its tid with the old one, or"
                            + " one that has the same tid inside a pid namespace."),
            Key.optional(
                            "tasks_max",
                            INTEGER,
                            "32",
                            "Most tasks of a process that wait or stand by; beyond, a call blocks.")
                    .between(1, 65_536),
            Key.optional("idle", DURATION, "1s", "How long a task stands by."));

    /** The keys of {@code kernel}. */
    public static final List<Key> ALL = List.of(
            Key.word("abi", Words.ABIS, "The ABI that workloads and traces are run under."),
            Key.word(
                    "profile",
                    List.of("modern", "2013"),
                    "Which kernel's behaviour, where they differ: a recorded one of today (6.x), or"
                            + " one of the year of the new ABI's proposal (3.4 to 3.9)."),
            Key.optional(
                            "aio_max_nr",
                            INTEGER,
                            "65536",
                            "The limit of /proc/sys/fs/aio-max-nr: events of all contexts.")
                    .between(0, 0xffff_ffffL),
            Key.optional(
                            "possible_cpus",
                            INTEGER,
                            null,
                            "CPUs that the kernel counts with; sizes rings and slot batches. As"
                                    + " many as the machine has if not given.")
                    .between(1, 8192),
            Key.optional(
                            "ring_slots",
                            INTEGER,
                            null,
                            "Most slots of a v1 ring, for lessons in which head comes round; as"
                                    + " many as fit on its pages if not given, 127 at least, as in"
                                    + " every kernel.")
                    .between(2, 1 << 24)
                    .when("abi=v1"),
            Key.optional(
                            "ring_bytes",
                            SIZE,
                            "8KiB",
                            "Data area of a v2 ring: a power of two. Events that do not fit wait on"
                                    + " the overflow list.")
                    .between(64, 1 << 30)
                    .when(RING),
            Key.optional(
                            "ring_start",
                            INTEGER,
                            "0",
                            "Where the positions of a v2 ring begin to count, a multiple of 8:"
                                    + " 4294967232 is 64 bytes before they wrap.")
                    .between(0, 0xffff_ffffL)
                    .when(RING),
            Key.words(
                            "known_attributes",
                            WORDS,
                            Words.ATTRIBUTES,
                            "Attributes that this kernel knows, all if not given; any other is"
                                    + " answered as unknown, as an older kernel does.")
                    .when(ATTRIBUTES),
            Key.words(
                            "defects",
                            WORDS,
                            Words.DEFECTS,
                            "Defects that the prototype has, all if not given: P1 a copy of 0"
                                    + " bytes, P2 returns lost, P3 tagged as v1, P4 a push tried"
                                    + " once, P5 no result stored, P6 a small buffer gives 0, P7 a"
                                    + " tail that is a lock.")
                    .when("abi=v2-prototype"),
            Key.optional("workers_max", INTEGER, "32", "Most worker threads at once.")
                    .between(1, 65_536),
            Key.optional("worker_idle", DURATION, "300s", "How long an idle worker stays."),
            Key.optional(
                            "timeslice",
                            DURATION,
                            "3ms",
                            "How long a task keeps its CPU while others wait for it.")
                    .between(1_000, 10_000_000_000L),
            Key.group("syslets", GROUP, SYSLETS, "How async_exec goes on in another task."));

    private KernelKeys() {}
}
