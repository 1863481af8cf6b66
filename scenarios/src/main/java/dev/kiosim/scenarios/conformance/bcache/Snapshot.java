package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.devices.bcache.Bcache;
import dev.kiosim.engine.Nullable;
import dev.kiosim.scenarios.conformance.Json;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The counters at a line {@code X}.
 *
 * @param line the line
 * @param label its label
 * @param attributes values by name, in the form of the recordings
 */
record Snapshot(int line, String label, Json.Obj attributes) {
    private static final Pattern SELECTED = Pattern.compile("\\[([^\\]]*)\\]");
    private static final Pattern WHOLE = Pattern.compile("-?\\d+");

    /** The value of a sysfs attribute in the form of the recordings, or null if it has none. */
    static @Nullable Json read(Bcache bcache, String name) {
        String shown = bcache.showAttribute(name);
        if (shown == null) {
            return null;
        }
        if (name.endsWith("priority_stats") || name.endsWith("bset_tree_stats")) {
            return table(shown);
        }
        Matcher selected = SELECTED.matcher(shown);
        return value(selected.find() ? selected.group(1) : shown);
    }

    /** Whether sysfs had no file at all of the folder in which an attribute lies. */
    boolean lacksFolderOf(String name) {
        String folder = name.substring(0, name.indexOf('/') + 1);
        return !folder.equals("disk/")
                && attributes.fields().keySet().stream().noneMatch(each -> each.startsWith(folder));
    }

    private static Json.Obj table(String shown) {
        Json.Obj table = new Json.Obj();
        for (String row : shown.lines().toList()) {
            int colon = row.indexOf(':');
            if (colon >= 0) {
                table.put(row.substring(0, colon).strip(), value(row.substring(colon + 1)));
            }
        }
        return table;
    }

    private static Json value(String text) {
        String plain = text.strip();
        return WHOLE.matcher(plain).matches()
                ? new Json.Whole(new BigInteger(plain))
                : Json.of(plain);
    }
}
