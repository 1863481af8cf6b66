package dev.kiosim.devices.bcache;

import java.util.Arrays;
import java.util.List;

/**
 * Which bcache it is, with the figures that differ; where the ways differ, {@link #is2013} is
 * asked. Source: section 17 of the specification.
 */
public enum BcacheVersion {
    /** Linux 6.1. */
    MODERN("modern", 128, 16, 4, 500, 5),
    /** Linux 3.10, of the year of the new ABI: other decisions, other controller. */
    Y2013("2013", 6, 8, 2, 100, 1);

    private final String label;
    private final int openBuckets;
    private final int gcBudgetShare;
    private final int mergeNodes;
    private final int keybufKeys;
    private final int passKeys;

    BcacheVersion(
            String label,
            int openBuckets,
            int gcBudgetShare,
            int mergeNodes,
            int keybufKeys,
            int passKeys) {
        this.label = label;
        this.openBuckets = openBuckets;
        this.gcBudgetShare = gcBudgetShare;
        this.mergeNodes = mergeNodes;
        this.keybufKeys = keybufKeys;
        this.passKeys = passKeys;
    }

    /** All labels, the default first. */
    static List<String> labels() {
        return Arrays.stream(values()).map(version -> version.label).toList();
    }

    static BcacheVersion of(String label) {
        return label.equals(Y2013.label) ? Y2013 : MODERN;
    }

    boolean is2013() {
        return this == Y2013;
    }

    /** Buckets that are filled side by side. Source: alloc.c, MAX_OPEN_BUCKETS. */
    int openBuckets() {
        return openBuckets;
    }

    /** Garbage is collected when this share of the cache has been written: a 16th is 16. */
    int gcBudgetShare() {
        return gcBudgetShare;
    }

    /** Most neighbouring nodes that garbage collection looks at together. */
    int mergeNodes() {
        return mergeNodes;
    }

    /** Dirty keys that one scan collects. Source: bcache.h, KEYBUF_NR. */
    int keybufKeys() {
        return keybufKeys;
    }

    /** Most keys that are written back in one pass. */
    int passKeys() {
        return passKeys;
    }
}
