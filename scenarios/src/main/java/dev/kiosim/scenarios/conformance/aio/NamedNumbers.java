package dev.kiosim.scenarios.conformance.aio;

import java.util.LinkedHashMap;
import java.util.Map;

/** Small tables of the kernel's numbers by name. */
final class NamedNumbers {
    private NamedNumbers() {}

    /** The table that {@code text} writes down: {@code NAME=NUMBER}, separated by blanks. */
    static Map<String, Integer> of(String text) {
        Map<String, Integer> table = new LinkedHashMap<>();
        for (String entry : text.split(" ", -1)) {
            int equals = entry.indexOf('=');
            table.put(entry.substring(0, equals), Integer.valueOf(entry.substring(equals + 1)));
        }
        return table;
    }
}
