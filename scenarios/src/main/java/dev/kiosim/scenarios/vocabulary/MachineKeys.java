package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.BOOLEAN;
import static dev.kiosim.config.KeyType.INTEGER;
import static dev.kiosim.config.KeyType.PRESET;
import static dev.kiosim.config.KeyType.SIZE;

import dev.kiosim.config.Key;
import java.util.List;

/** {@code machine:} the hardware around the devices, and what work costs on it. */
public final class MachineKeys {
    /** The keys of {@code machine}. */
    public static final List<Key> ALL = List.of(
            Key.optional("cpus", INTEGER, "1", "CPUs that run tasks.").between(1, 1024),
            Key.optional("memory", SIZE, "1GiB", "Memory of the machine: bounds the page cache.")
                    .between(1 << 20, 1L << 46),
            Key.group(
                    "costs",
                    PRESET,
                    CostKeys.ALL,
                    "What the kernel's work costs on a CPU: a preset, and what differs from it."),
            Key.optional(
                    "verify_data",
                    BOOLEAN,
                    "false",
                    "Track a version stamp of every sector, and check that each read returns the"
                            + " last acknowledged write."),
            Key.optional(
                    "verify_structures",
                    BOOLEAN,
                    "false",
                    "Walk the rings and lists of all contexts after every event, and stop where"
                            + " one is broken: slow."));

    private MachineKeys() {}
}
