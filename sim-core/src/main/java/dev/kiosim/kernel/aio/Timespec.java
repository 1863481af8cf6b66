package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;

/**
 * A {@code struct timespec} in user memory as io_getevents takes it: s64 seconds, s64 nanoseconds,
 * neither checked. A negative total waits for ever. Source: Linux fs/aio.c, io_getevents;
 * recordings of the classic ABI.
 */
final class Timespec {
    static final int SIZE_BYTES = 16;
    /** No end. */
    static final long FOREVER = -1;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** In place of a length: the pointer cannot be read. */
    static final long UNREADABLE = Long.MIN_VALUE;

    private Timespec() {}

    /** Whether the pointer is NULL or can be read. */
    static boolean isAbsentOrReadable(AddressSpace memory, long address) {
        return address == 0 || memory.isReadable(address, SIZE_BYTES);
    }

    /** As {@link #nanos}; NULL means for ever. */
    static long nanosOrForever(AddressSpace memory, long address) {
        return address == 0 ? FOREVER : nanos(memory, address);
    }

    /** Nanoseconds; negative for ever. Longer than the clock runs counts as for ever. */
    static long nanos(AddressSpace memory, long address) {
        long seconds = memory.getLong(address);
        long nanos = memory.getLong(address + Long.BYTES);
        if (seconds > Long.MAX_VALUE / NANOS_PER_SECOND / 4) {
            return FOREVER;
        }
        return seconds * NANOS_PER_SECOND + nanos;
    }
}
