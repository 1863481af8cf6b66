package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.BOOLEAN;
import static dev.kiosim.config.KeyType.DURATION;
import static dev.kiosim.config.KeyType.INTEGER;
import static dev.kiosim.config.KeyType.PRESET;
import static dev.kiosim.config.KeyType.SIZE;

import dev.kiosim.config.Key;
import java.util.ArrayList;
import java.util.List;

/** {@code machine:} the hardware around the devices, and what work costs on it. */
public final class MachineKeys {
    /** Presets of CPU costs. */
    public static final List<String> COST_PRESETS = List.of("2013-server", "modern-vm", "free");

    /** What a piece of the kernel's work costs on a CPU; each replaces the preset's figure. */
    public static final List<Key> COSTS = List.of(
            cost("syscall", "Entry and exit of any system call."),
            cost("submit_iocb", "io_submit, per iocb, beside the copy of data."),
            cost("submit_direct", "What direct IO costs on top, per iocb."),
            cost("reap_event", "io_getevents, per event."),
            cost("copy_page", "Copying 4 KiB between the page cache and user memory."),
            cost("context_switch", "A CPU turns to another task."),
            cost("wake_remote", "Waking a task on another, idle CPU."),
            cost("interrupt", "Entry of a device interrupt with its softirq, per batch."),
            cost("complete_io", "The softirq's work, per completed IO."),
            cost("worker_start", "Starting a new worker thread."),
            cost("user_step", "A load, store or compare-and-swap of user space on shared memory."));

    /** {@code costs:} the preset, and what differs from it. */
    public static final List<Key> COST_GROUP = costGroup();

    /** The keys of {@code machine}. */
    public static final List<Key> ALL = List.of(
            Key.optional("cpus", INTEGER, "1", "CPUs that run tasks.").between(1, 1024),
            Key.optional("memory", SIZE, "1GiB", "Memory of the machine: bounds the page cache.")
                    .between(1 << 20, 1L << 46),
            Key.group(
                    "costs",
                    PRESET,
                    COST_GROUP,
                    "What the kernel's work costs on a CPU: a preset, and what differs from it."),
            Key.optional(
                    "verify_data",
                    BOOLEAN,
                    "false",
                    "Track a version stamp of every sector, and check that each read returns the"
                            + " last acknowledged write."));

    private MachineKeys() {}

    private static Key cost(String name, String text) {
        return Key.optional(name, DURATION, null, text).between(0, 1_000_000_000);
    }

    private static List<Key> costGroup() {
        List<Key> keys = new ArrayList<>();
        keys.add(Key.word("preset", COST_PRESETS, "The costs to start from."));
        keys.addAll(COSTS);
        return List.copyOf(keys);
    }
}
