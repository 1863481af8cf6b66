package dev.kiosim.devices.bcache;

import dev.kiosim.block.BioStatus;
import java.util.ArrayList;
import java.util.List;

/** What a bcache device has said in the kernel's log, in the kernel's words. */
final class KernelLog {
    private final List<String> messages = new ArrayList<>();

    /** Adds a message; {@code bcache: } goes before it, and it may be of several lines. */
    void say(String message) {
        int end = message.indexOf('\n');
        messages.add("bcache: " + (end < 0 ? message : message.substring(0, end)));
        if (end >= 0) {
            messages.add(message.substring(end + 1));
        }
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
