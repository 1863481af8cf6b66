package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.engine.Nullable;
import java.util.LinkedHashMap;
import java.util.Map;

/** All actions, by the name that recordings call them. */
final class Actions {
    private static final Map<String, Action> TABLE = table();

    private Actions() {}

    private static Map<String, Action> table() {
        Map<String, Action> table = new LinkedHashMap<>();
        CallActions.addTo(table);
        FileActions.addTo(table);
        MemoryActions.addTo(table);
        RingActions.addTo(table);
        MachineActions.addTo(table);
        ChildActions.addTo(table);
        return table;
    }

    /** The action of that name, or null. */
    static @Nullable Action find(String call) {
        return TABLE.get(call);
    }

    /** Their names. */
    static Iterable<String> names() {
        return TABLE.keySet();
    }
}
