package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.Profile;

/**
 * Where the classic ABI of 2013 differs from that of today: one method for each difference. 2013 is
 * Linux 3.4 to 3.9, before 3.10 counted slots anew. Source: Linux 3.4 fs/aio.c.
 */
enum ClassicEra {
    /** The recorded kernels, Linux 6.x. */
    MODERN,
    /** Linux 3.4 to 3.9. */
    Y2013;

    private static final long IOCBPP_MAX = Long.MAX_VALUE / Long.BYTES;
    /** A tick of 250 Hz, which distributions of the time used: assumed. */
    private static final long TICK_NANOS = 4_000_000;
    /** Size of a request, {@code struct kiocb} of 3.4 on x86-64, its fields added up: assumed. */
    private static final long KIOCB_BYTES = 216;
    /** Most bytes of requests, and of events, that a context may need. */
    private static final long CONTEXT_BYTES_MAX = 0x10000000L;

    /** The era of a kernel of that profile. */
    static ClassicEra of(Profile profile) {
        return profile == Profile.Y2013 ? Y2013 : MODERN;
    }

    /** Events that the ring is made for; in 2013 no more than asked. */
    long eventsWanted(long eventsAsked, int possibleCpus) {
        return this == MODERN ? RingGeometry.eventsWanted(eventsAsked, possibleCpus) : eventsAsked;
    }

    /** Most of the events wanted, above which EINVAL; in 2013 the requests counted as well. */
    long eventsMax() {
        return this == MODERN ? RingGeometry.EVENTS_MAX : CONTEXT_BYTES_MAX / KIOCB_BYTES;
    }

    /** Batches for each CPU, or in 2013 exactly one for each slot but one. */
    Slots slots(int nr, int possibleCpus) {
        return this == MODERN ? new PerCpuSlots(nr, possibleCpus) : new ExactSlots(nr);
    }

    /** Whether the ring is a shared file that can be moved; in 2013 it is private memory. */
    boolean sharesRing() {
        return this == MODERN;
    }

    /** What the header's id holds: an index that is read back, or in 2013 half an address. */
    int idInRing(int index, long userAddress) {
        return this == MODERN ? index : (int) userAddress;
    }

    /** Whether a context is found by the id in its ring; in 2013 by its address alone. */
    boolean readsIdBack() {
        return this == MODERN;
    }

    /** Whether the descriptor is looked up before a slot is taken. */
    boolean findsFileFirst() {
        return this == Y2013;
    }

    /** Whether the range of the pointers is checked before the context is looked for. */
    boolean checksPointersFirst() {
        return this == Y2013;
    }

    /** How many of {@code nr} iocbs are looked at. */
    long submittedAtOnce(long nr, int slots) {
        return Math.min(nr, this == MODERN ? slots : IOCBPP_MAX);
    }

    /** Whether bytes 12 to 15 of an iocb are flags; in 2013 they must be 0. */
    boolean hasRwFlags() {
        return this == MODERN;
    }

    /** Whether aio_flags can ask for a priority. */
    boolean hasPriority() {
        return this == MODERN;
    }

    /** Whether that opcode does anything; in 2013 nothing could be polled, or synced by AIO. */
    boolean knows(int opcode) {
        return this == MODERN
                || opcode != AioOperations.POLL
                        && opcode != AioOperations.FSYNC
                        && opcode != AioOperations.FDSYNC;
    }

    /** Whether a negative offset is an event with EINVAL, where it is refused today. */
    boolean tellsBadRangeByEvent() {
        return this == Y2013;
    }

    /**
     * Whether a read or write that a file has done in part is repeated for the rest; a pipe is not
     * read again. Source: Linux 3.4 fs/aio.c, aio_rw_vect_retry.
     */
    boolean repeatsPartial() {
        return this == Y2013;
    }

    /**
     * How long a call that may wait for {@code timeoutNanos}, above 0, does wait; in 2013 ticks are
     * counted from the last one, so that it may be less. Source: Linux 3.4 fs/aio.c, set_timeout.
     */
    long waitNanos(long timeoutNanos, long nowNanos) {
        if (this == MODERN) {
            return timeoutNanos;
        }
        long asked = Math.min(timeoutNanos, Long.MAX_VALUE / 2);
        return (asked + TICK_NANOS - 1) / TICK_NANOS * TICK_NANOS - nowNanos % TICK_NANOS;
    }

    /**
     * Whether a destroyed context keeps its ring, its share of aio-nr and those who wait in
     * io_getevents until its last request is done. Source: Linux 3.4 fs/aio.c, io_destroy.
     */
    boolean givesBackLate() {
        return this == Y2013;
    }

    /** Whether io_pgetevents exists. */
    boolean hasPgetevents() {
        return this == MODERN;
    }

    /** Whether each completion wakes one waiter, however many events that one lacks. */
    boolean wakesOneByOne() {
        return this == Y2013;
    }

    /** Whether head moves before an event is copied, so that a fault loses it. */
    boolean losesEventsByFault() {
        return this == Y2013;
    }

    /** Whether a time-out is read only by a call that has to wait. */
    boolean readsTimeoutLate() {
        return this == Y2013;
    }
}
