package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.GROUP;
import static dev.kiosim.config.KeyType.INTEGER;
import static dev.kiosim.config.KeyType.TEXT;

import dev.kiosim.config.Key;
import java.util.List;

/** What stands at the top of a scenario file. */
public final class TopKeys {
    /** The version of the format that this program reads. */
    public static final int FORMAT_VERSION = 1;

    /** What a device, file or process may be called: a regular expression. */
    public static final String NAME_FORM = "[A-Za-z_][A-Za-z0-9_-]*";

    /** Keys with values, and groups of keys. */
    public static final List<Key> ALL = List.of(
            Key.required("kiosim", INTEGER, "Version of the format.")
                    .between(FORMAT_VERSION, FORMAT_VERSION),
            Key.required("title", TEXT, "One line: what this scenario shows."),
            Key.optional("description", TEXT, null, "More about it."),
            Key.optional("look_for", TEXT, null, "What to look for in the output."),
            Key.optional("seed", INTEGER, "1", "Seed of every random stream."),
            Key.group("machine", GROUP, MachineKeys.ALL, "The hardware around the devices."),
            Key.group("kernel", GROUP, KernelKeys.ALL, "Which kernel it is, and its limits."),
            Key.group("output", GROUP, OutputKeys.ALL, "How the completion stream is written."),
            Key.group("tracing", GROUP, TracingKeys.ALL, "Which tracepoints are recorded."),
            Key.group("explore", GROUP, ExploreKeys.ALL, "How far kiosim explore goes."));

    /** Keys with a shape of their own, and what stands there. */
    public static final List<Part> PARTS = List.of(
            new Part("devices", "Block devices, by name: a stack of them, in any order."),
            new Part("files", "Files, by name: extents of devices."),
            new Part("processes", "Who does IO: a list, or a map by name."),
            new Part("faults", "What fails, and when: a list."),
            new Part("expect", "What must hold after the run: a list."));

    /** A part of the file that is more than a group of keys. */
    public record Part(String name, String text) {}

    private TopKeys() {}
}
