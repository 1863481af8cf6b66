package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.conformance.Json;
import java.util.List;

/** Arrays of iocb pointers in memory. */
final class PointerArray {
    private PointerArray() {}

    /**
     * An array with one entry for each name, and zeros behind it; where a name is
     * {@code UNMAPPED_SLOT}, an unmapped page begins.
     */
    static long of(AioReplay replay, List<Json> names) {
        AddressSpace memory = replay.memory();
        int mapped = 0;
        while (mapped < names.size() && !nameOf(names.get(mapped)).equals("UNMAPPED_SLOT")) {
            mapped++;
        }
        long bytes = (long) mapped * Task.POINTER_BYTES;
        long pages = AddressSpace.pagesFor(bytes + 1);
        long start = memory.map(pages * AddressSpace.PAGE_BYTES);
        boolean endsAtHole = mapped < names.size();
        long array = endsAtHole ? start + pages * AddressSpace.PAGE_BYTES - bytes : start;
        for (int i = 0; i < mapped; i++) {
            long iocb = replay.names().iocb(nameOf(names.get(i)));
            memory.putLong(array + (long) i * Task.POINTER_BYTES, iocb);
        }
        return array;
    }

    private static String nameOf(Json name) {
        return name instanceof Json.Text text ? text.value() : name.toString();
    }

    /** An array with the same iocb {@code count} times. */
    static long same(AioReplay replay, String iocb, long count) {
        long address = replay.names().iocb(iocb);
        long array = replay.memory().map(count * Task.POINTER_BYTES);
        for (long i = 0; i < count; i++) {
            replay.memory().putLong(array + i * Task.POINTER_BYTES, address);
        }
        return array;
    }
}
