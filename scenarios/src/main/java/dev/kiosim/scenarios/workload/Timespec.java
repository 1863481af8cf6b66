package dev.kiosim.scenarios.workload;

import dev.kiosim.memory.AddressSpace;

/** {@code struct timespec}: seconds and nanoseconds, 8 bytes each. */
final class Timespec {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Timespec() {}

    /** Writes a time of {@code nanos} (0 or more) at {@code address}. */
    static void put(AddressSpace memory, long address, long nanos) {
        memory.putLong(address, nanos / NANOS_PER_SECOND);
        memory.putLong(address + Long.BYTES, nanos % NANOS_PER_SECOND);
    }
}
