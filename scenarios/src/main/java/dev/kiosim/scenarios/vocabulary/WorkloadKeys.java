package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.BOOLEAN;
import static dev.kiosim.config.KeyType.DURATION;
import static dev.kiosim.config.KeyType.FILE;
import static dev.kiosim.config.KeyType.INTEGER;
import static dev.kiosim.config.KeyType.SIZE;
import static dev.kiosim.config.KeyType.WORDS;

import dev.kiosim.config.Key;
import java.util.List;

/**
 * {@code workload:} generated IO. Names and meaning are fio's; a workload ends when the first of
 * {@code number_ios}, {@code io_size} and {@code runtime} is reached, or, with none of them, when
 * as many bytes as {@code size} have been moved.
 */
public final class WorkloadKeys {
    private static final String RANDOM = "rw=rand*";

    /** The keys of a workload. */
    public static final List<Key> ALL = List.of(
            Key.required("filename", FILE, "The file, or a whole device."),
            Key.word(
                    "rw",
                    List.of("read", "write", "randread", "randwrite", "rw", "readwrite", "randrw"),
                    "Sequential or random, reading, writing or both; rw is readwrite."),
            Key.optional("bs", SIZE, "4KiB", "Block size of each IO.").between(1, 1 << 30),
            Key.optional("iodepth", INTEGER, "1", "IOs to keep in flight.").between(1, 1 << 20),
            Key.optional(
                            "iodepth_batch_submit",
                            INTEGER,
                            "1",
                            "Most IOs handed to one call of io_submit.")
                    .between(1, 1 << 20),
            Key.optional(
                            "iodepth_batch_complete_min",
                            INTEGER,
                            "1",
                            "Fewest events to wait for; 0 polls.")
                    .between(0, 1 << 20),
            Key.optional("number_ios", INTEGER, null, "Ends after so many IOs.")
                    .between(1, Long.MAX_VALUE),
            Key.optional("io_size", SIZE, null, "Ends after so many bytes."),
            Key.optional("runtime", DURATION, null, "Ends after so much time."),
            Key.optional(
                            "time_based",
                            BOOLEAN,
                            "false",
                            "Go on until runtime is over, beginning again at the end of the file.")
                    .when("runtime=*"),
            Key.optional("offset", SIZE, "0B", "Where in the file the region begins."),
            Key.optional(
                    "size",
                    SIZE,
                    null,
                    "Length of the region; to the end of the file if not" + " given."),
            Key.optional("rwmixread", INTEGER, "50", "Percentage of reads.")
                    .between(0, 100)
                    .when("rw=rw|readwrite|randrw"),
            Key.word(
                            "random_distribution",
                            List.of("random", "zipf:THETA", "pareto:H"),
                            "How random offsets spread over the region.")
                    .when(RANDOM),
            Key.optional(
                            "norandommap",
                            BOOLEAN,
                            "false",
                            "Do not take care that every block is hit once before one is again.")
                    .when(RANDOM),
            Key.optional(
                            "randseed",
                            INTEGER,
                            null,
                            "Seed of this workload alone, instead of one"
                                    + " drawn from the scenario's.")
                    .when(RANDOM),
            Key.optional("rate_iops", INTEGER, null, "At most so many IOs per second.")
                    .between(1, 1_000_000_000),
            Key.optional("startdelay", DURATION, "0s", "Start so much later."),
            Key.optional("thinktime", DURATION, "0s", "Wait between one IO's end and the next."),
            Key.optional("direct", BOOLEAN, "false", "Open with O_DIRECT: past the page cache."),
            Key.optional("fsync", INTEGER, "0", "An fsync after every so many writes; 0 is none.")
                    .when("rw=write|randwrite|rw|readwrite|randrw"),
            Key.optional(
                            "userspace_reap",
                            BOOLEAN,
                            "false",
                            "Take events out of the mapped ring; call the kernel only when it is"
                                    + " empty.")
                    .when("kernel.abi=v1|v2|v2-prototype"),
            Key.optional("cmdprio_percentage", INTEGER, null, "Percentage of IOs that get cmdprio.")
                    .between(0, 100),
            Key.optional("cmdprio_class", INTEGER, "1", "Priority class of these IOs.")
                    .between(1, 3)
                    .when("cmdprio_percentage=*"),
            Key.optional("cmdprio", INTEGER, "0", "Priority of these IOs in the class.")
                    .between(0, 7)
                    .when("cmdprio_percentage=*"),
            Key.words(
                            "attributes",
                            WORDS,
                            Words.ATTRIBUTES,
                            "Attributes asked for with every IO. Not fio's: it belongs to the new"
                                    + " ABI.")
                    .when("kernel.abi=v2|noctx|sync|v2-prototype"));

    private WorkloadKeys() {}
}
