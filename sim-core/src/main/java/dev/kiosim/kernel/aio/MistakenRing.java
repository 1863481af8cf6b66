package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Pages;

/**
 * What becomes of completions if a context of the new ABI is taken for one of the classic: fixed
 * events of 32 bytes go into slots behind a header of 32 bytes, and the tail, counted in slots,
 * goes where {@code ring_bytes} lies. Defect P3 of the prototype.
 */
final class MistakenRing {
    private static final int HEADER_BYTES = 32;
    private static final int EVENT_BYTES = 32;
    private static final int TAIL_OFFSET = 12;

    private final Pages pages;
    private final int slots;
    private int tail;

    MistakenRing(Pages pages) {
        this.pages = pages;
        slots = (pages.count() * AddressSpace.PAGE_BYTES - HEADER_BYTES) / EVENT_BYTES;
    }

    void put(AioKiocb request) {
        int at = HEADER_BYTES + tail * EVENT_BYTES;
        pages.putLong(at, request.userData);
        pages.putLong(at + Long.BYTES, request.userIocb);
        pages.putLong(at + 2 * Long.BYTES, request.res);
        pages.putLong(at + 3 * Long.BYTES, request.res2);
        tail = (tail + 1) % slots;
        pages.putInt(TAIL_OFFSET, tail);
    }
}
