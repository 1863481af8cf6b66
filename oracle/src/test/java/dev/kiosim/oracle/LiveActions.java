package dev.kiosim.oracle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** All actions, by the name that recordings call them. */
final class LiveActions {
    private static final Map<String, LiveAction> TABLE = table();

    private LiveActions() {}

    private static Map<String, LiveAction> table() {
        Map<String, LiveAction> table = new LinkedHashMap<>();
        LiveCalls.addTo(table);
        LiveFiles.addTo(table);
        LiveMemory.addTo(table);
        LiveMachine.addTo(table);
        LiveChildren.addTo(table);
        return table;
    }

    static LiveAction find(String call) {
        LiveAction action = TABLE.get(call);
        if (action == null) {
            throw new NoSuchNameException(call);
        }
        return action;
    }

    static Set<String> names() {
        return TABLE.keySet();
    }
}
