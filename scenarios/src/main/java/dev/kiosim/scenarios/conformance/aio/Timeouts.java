package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.memory.AddressSpace;

/**
 * A time-out argument: {@code SEC:NSEC}, {@code NULL} or {@code BADPTR}.
 *
 * @param address what the call gets
 * @param nanos its length; -1 if it has no end
 */
record Timeouts(long address, long nanos) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long ENDLESS = -1;

    /** Puts the struct into memory of its own. */
    static Timeouts of(AioReplay replay, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Timeouts(replay.names().pointer(text), ENDLESS);
        }
        long seconds = Arguments.numberOf(text.substring(0, colon));
        long nanos = Arguments.numberOf(text.substring(colon + 1));
        AddressSpace memory = replay.memory();
        long address = memory.map(2L * Long.BYTES);
        memory.putLong(address, seconds);
        memory.putLong(address + Long.BYTES, nanos);
        long total = seconds * NANOS_PER_SECOND + nanos;
        return new Timeouts(address, total < 0 ? ENDLESS : total);
    }

    /** {@code full_timeout} or {@code less_than_timeout}. */
    String waited(long elapsedNanos) {
        return waited(elapsedNanos, nanos);
    }

    static String waited(long elapsedNanos, long timeoutNanos) {
        boolean isFull = timeoutNanos >= 0 && elapsedNanos >= timeoutNanos;
        return isFull ? "full_timeout" : "less_than_timeout";
    }
}
