package dev.kiosim.block;

/** Takes the counters of a device, one by one, in a fixed order. */
@FunctionalInterface
public interface StatSink {
    /**
     * One counter: {@code name} in the field's own word (sysfs, iostat), {@code value} in the unit
     * the name tells.
     */
    void stat(String name, long value);
}
