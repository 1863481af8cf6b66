package dev.kiosim.devices.bcache;

import java.util.Arrays;
import java.util.List;

/** Which bcache it is. Source: section 17 of the specification. */
public enum BcacheVersion {
    /** Linux 6.1. */
    MODERN("modern"),
    /** Linux 3.10, of the year of the new ABI: other decisions, other controller. */
    Y2013("2013");

    private final String label;

    BcacheVersion(String label) {
        this.label = label;
    }

    /** All labels, the default first. */
    static List<String> labels() {
        return Arrays.stream(values()).map(version -> version.label).toList();
    }

    static BcacheVersion of(String label) {
        return label.equals(Y2013.label) ? Y2013 : MODERN;
    }
}
