package dev.kiosim.devices.bcache;

import dev.kiosim.block.BioStatus;
import java.util.ArrayList;
import java.util.List;

/** What a bcache device has said in the kernel's log, in the kernel's words. */
final class KernelLog {
    private final List<String> messages = new ArrayList<>();

    /** Adds a message; {@code bcache: } goes before it. */
    void say(String message) {
        messages.add("bcache: " + message);
    }

    /** A status of a bio as block/blk-core.c numbers it. */
    static int blockStatus(int status) {
        return switch (status) {
            case BioStatus.EOPNOTSUPP -> 1;
            case BioStatus.ETIMEDOUT -> 2;
            case BioStatus.ENOSPC -> 3;
            case BioStatus.ENODATA -> 7;
            case BioStatus.ENODEV -> 16;
            default -> 10;
        };
    }

    List<String> messages() {
        return List.copyOf(messages);
    }
}
