package dev.kiosim.devices.bcache;

import dev.kiosim.engine.Nullable;
import java.util.List;
import java.util.stream.Stream;

/** All sysfs attributes of bcache, folder by folder. Source: sysfs.c. */
public final class SysfsTable {
    private static final List<SysfsAttribute> ALL = Stream.of(
                    BackingAttributes.rows(),
                    WritebackAttributes.rows(),
                    StatisticsAttributes.rows("bdev"),
                    SetAttributes.rows(),
                    InternalAttributes.rows(),
                    StatisticsAttributes.rows("cset"),
                    CacheAttributes.rows())
            .flatMap(List::stream)
            .toList();

    private SysfsTable() {}

    /** Every attribute. */
    public static List<SysfsAttribute> all() {
        return ALL;
    }

    /** Those that a scenario can set by a key of the same name. */
    static List<SysfsAttribute> keys() {
        return ALL.stream().filter(attribute -> attribute.key() != null).toList();
    }

    /**
     * The attribute called {@code name}: with its folder; or without, and then what the scenario
     * key of that name sets, else the first that there is; null if there is none.
     */
    static @Nullable SysfsAttribute find(String name) {
        SysfsAttribute first = null;
        for (SysfsAttribute attribute : ALL) {
            if (attribute.path().equals(name)) {
                return attribute;
            }
            boolean fits = attribute.path().endsWith("/" + name);
            if (fits && (first == null || first.key() == null && attribute.key() != null)) {
                first = attribute;
            }
        }
        return first;
    }
}
