package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;

/**
 * How large a ring is.
 *
 * @param eventsAsked as given to io_setup
 * @param nr slots: as many as fit on the pages
 * @param pages pages of header and events
 */
record RingGeometry(long eventsAsked, int nr, int pages) {
    /** Most events that the kernel will calculate with: 256 MiB of them. */
    static final long EVENTS_MAX = 0x10000000L / IoEventView.SIZE_BYTES;

    private static final int EVENTS_PER_CPU = 4;
    private static final int EVENTS_SPARE = 2;

    /** Of {@code eventsWanted} events at least, and two more, rounded up to whole pages. */
    static RingGeometry of(long eventsAsked, long eventsWanted) {
        long bytes =
                AioRingView.SIZE_BYTES + IoEventView.SIZE_BYTES * (eventsWanted + EVENTS_SPARE);
        int pages = AddressSpace.pagesFor(bytes);
        long room = ((long) pages << AddressSpace.PAGE_SHIFT) - AioRingView.SIZE_BYTES;
        return new RingGeometry(eventsAsked, (int) (room / IoEventView.SIZE_BYTES), pages);
    }

    /** The same with at most {@code slots} slots. */
    RingGeometry limitedTo(int slots) {
        return new RingGeometry(eventsAsked, Math.min(nr, slots), pages);
    }

    /**
     * Events that the ring is made for: twice what was asked, since half of them may lie unused in
     * the batches of CPUs; 32-bit arithmetic, which overflows. Source: Linux fs/aio.c, ioctx_alloc.
     *
     * @param eventsAsked unsigned 32 bits
     */
    static long eventsWanted(long eventsAsked, int possibleCpus) {
        return Math.max(eventsAsked, (long) EVENTS_PER_CPU * possibleCpus) * 2 & 0xffffffffL;
    }
}
