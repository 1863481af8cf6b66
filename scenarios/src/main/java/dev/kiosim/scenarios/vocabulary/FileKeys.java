package dev.kiosim.scenarios.vocabulary;

import static dev.kiosim.config.KeyType.DEVICE;
import static dev.kiosim.config.KeyType.SIZE;

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
            Key.word(
                    "page_cache",
                    List.of("cold", "resident"),
                    "Whether its pages are in the page cache at the start."));

    private FileKeys() {}
}
