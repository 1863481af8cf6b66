package dev.kiosim.devices.disk;

/**
 * The segments of a read buffer: runs of sectors that were read from the medium. The least recently
 * used gives way.
 */
final class SegmentBuffer {
    private final int segmentSectors;
    private final long[] first;
    private final long[] end;
    private final long[] usedAt;
    private long uses;

    SegmentBuffer(ReadCacheConfig config) {
        segmentSectors = config.segmentSectors();
        first = new long[config.segments()];
        end = new long[config.segments()];
        usedAt = new long[config.segments()];
    }

    /**
     * Whether one segment holds all sectors from {@code from} to {@code to}; that counts as use.
     */
    boolean holds(long from, long to) {
        for (int i = 0; i < first.length; i++) {
            if (first[i] <= from && to <= end[i]) {
                usedAt[i] = ++uses;
                return true;
            }
        }
        return false;
    }

    /**
     * Keeps the sectors from {@code from} to {@code to}, as many of the last as a segment holds.
     */
    void keep(long from, long to) {
        if (first.length == 0 || from >= to) {
            return;
        }
        int victim = 0;
        for (int i = 1; i < first.length; i++) {
            if (usedAt[i] < usedAt[victim]) {
                victim = i;
            }
        }
        first[victim] = Math.max(from, to - segmentSectors);
        end[victim] = to;
        usedAt[victim] = ++uses;
    }

    /** Forgets every segment with any of the sectors from {@code from} to {@code to}. */
    void drop(long from, long to) {
        for (int i = 0; i < first.length; i++) {
            if (first[i] < to && from < end[i]) {
                first[i] = 0;
                end[i] = 0;
                usedAt[i] = 0;
            }
        }
    }
}
