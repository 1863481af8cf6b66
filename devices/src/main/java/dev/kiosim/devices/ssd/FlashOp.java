package dev.kiosim.devices.ssd;

import dev.kiosim.block.Request;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/** One operation on one flash page, pooled; it is the event of its own end in the array. */
final class FlashOp implements Event {
    /** What the chip does. */
    enum Kind {
        /** Reads a page, moves a part of it over the channel. */
        READ,
        /** Reads an entry of the map that is not in DRAM. */
        MAP_READ,
        /** Waits until that entry has come over the channel; becomes a READ. */
        MAP_WAIT,
        /** Reads what a page keeps of its old content; becomes a PROGRAM. */
        OLD_READ,
        /** Moves data over the channel, then programs a page. */
        PROGRAM
    }

    private final FlashArray array;
    /** What the chip does. */
    Kind kind = Kind.READ;
    /** Chip that does it. */
    int chip;
    /** Logical page. */
    long page;
    /** Sectors of the page that are read or written. */
    int sectors;
    /** Bytes that go over the channel. */
    int bytes;
    /** Before this a program cannot begin: its data are on the link. */
    long readyNanos;
    /** When its data have left the channel, once that is known. */
    long sentNanos;
    /** Request that it serves a part of; null for a destage from the write buffer. */
    @Nullable
    Request request;
    /** Slot of the write buffer that it drains; meaningful only if it drains one. */
    int slot = WriteBuffer.NONE;
    /** Further page of the same multi-plane operation. */
    @Nullable
    FlashOp partner;
    /** Next in the list that holds it. */
    @Nullable
    FlashOp next;

    FlashOp(FlashArray array) {
        this.array = array;
    }

    @Override
    public void fire() {
        array.opFired(this);
    }
}
