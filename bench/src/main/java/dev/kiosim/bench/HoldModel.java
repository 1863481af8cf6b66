package dev.kiosim.bench;

import dev.kiosim.engine.RandomStream;

/**
 * The rules of the hold model, which all contenders keep: event i is due at {@code delay(i)} at
 * first; hold i takes the earliest event and schedules one {@code delay(i)} after it. Whoever keeps
 * them, and takes equal times in FIFO order, takes the same events in the same order.
 *
 * @param eventCount events that wait
 * @param holdCount holds in a run
 */
record HoldModel(int eventCount, int holdCount) {
    /** Entries of the table of delays; a power of two. */
    static final int TABLE_SIZE = 1 << 16;

    private static final int TABLE_MASK = TABLE_SIZE - 1;
    private static final double MEAN_DELAY_NANOS = 1 << 20;
    private static final long[] DELAYS = exponentialDelays();

    /** Takes part in the comparison. */
    interface Contender {
        /** What the line of the table is called. */
        String name();

        /** Plays one run of the model. */
        Score play(HoldModel model) throws java.io.IOException, InterruptedException;
    }

    /**
     * What a run came to.
     *
     * @param holdsPerCpuSecond user and system time of all threads of the process
     * @param sequenceSum sum of the sequence numbers of all events taken
     */
    record Score(double holdsPerCpuSecond, long sequenceSum) {}

    /** The delay of step {@code i}, nanoseconds. */
    static long delay(long i) {
        return DELAYS[(int) i & TABLE_MASK];
    }

    private static long[] exponentialDelays() {
        RandomStream random = RandomStream.named(42, "hold");
        long[] delays = new long[TABLE_SIZE];
        for (int i = 0; i < TABLE_SIZE; i++) {
            delays[i] = (long) (-StrictMath.log(1 - random.nextDouble()) * MEAN_DELAY_NANOS);
        }
        return delays;
    }
}
