package dev.kiosim.devices.bcache;

/** Hears of every change of the number of dirty sectors. */
@FunctionalInterface
interface DirtySectors {
    /** {@code sectors} more (or, negative, fewer) from {@code startPosition} on are dirty. */
    void add(long startPosition, int sectors);
}
