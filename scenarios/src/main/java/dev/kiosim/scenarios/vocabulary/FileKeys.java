package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.DEVICE;
import static dev.kiosim.config.KeyType.SIZE;
import static dev.kiosim.config.KeyType.TEXT;

import dev.kiosim.config.Key;
import java.util.List;

/** {@code files:} extents of devices that processes open by name. */
public final class FileKeys {
    /** The keys of a file. */
    public static final List<Key> ALL = List.of(
            Key.required("device", DEVICE, "The device it lies on."),
            Key.optional("offset", SIZE, "0B", "Where on the device it begins; whole sectors."),
            Key.optional(
                            "size",
                            SIZE,
                            null,
                            "Its length; up to the end of the device if not given.")
                    .between(1, Long.MAX_VALUE),
            Key.optional(
                    "mount",
                    TEXT,
                    null,
                    "An absolute path, such as /data: the extent holds a file system, empty at the"
                            + " start and mounted there, whose files openat names by path."),
            Key.word(
                    "page_cache",
                    List.of("cold", "resident"),
                    "Whether its pages are in the page cache at the start."));

    private FileKeys() {}
}
