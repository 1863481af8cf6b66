package dev.kiosim.devices.bcache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Buffers for version stamps, in powers of two: the pages of copies that the cache makes for
 * itself.
 */
final class StampPool {
    private final List<ArrayDeque<long[]>> free = new ArrayList<>();

    /** A buffer for at least {@code sectors} stamps; its content is what the last user left. */
    long[] take(int sectors) {
        ArrayDeque<long[]> fitting = ofClass(sizeClass(sectors));
        return fitting.isEmpty() ? new long[1 << sizeClass(sectors)] : fitting.pop();
    }

    void giveBack(long[] buffer) {
        ofClass(sizeClass(buffer.length)).push(buffer);
    }

    private ArrayDeque<long[]> ofClass(int sizeClass) {
        while (free.size() <= sizeClass) {
            free.add(new ArrayDeque<>());
        }
        return free.get(sizeClass);
    }

    private static int sizeClass(int sectors) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, sectors) - 1);
    }
}
