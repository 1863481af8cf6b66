package dev.kiosim.devices.bcache;

import java.util.ArrayList;
import java.util.List;

/** What a bcache device has said in the kernel's log, in the kernel's words. */
final class KernelLog {
    private final List<String> messages = new ArrayList<>();

    /** Adds a message; {@code bcache: } goes before it. */
    void say(String message) {
        messages.add("bcache: " + message);
    }

    List<String> messages() {
        return List.copyOf(messages);
    }
}
