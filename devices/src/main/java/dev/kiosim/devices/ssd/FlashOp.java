package dev.kiosim.devices.ssd;

import dev.kiosim.block.Request;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/** One operation on one flash page, pooled; it is the event of its own end on the chip. */
final class FlashOp implements Event {
    /** What the chip does. */
    enum Kind {
        /** Reads a page, moves a part of it over the channel. */
        READ,
        /** Reads an entry of the map that is not in DRAM; the data read follows. */
        MAP_READ,
        /**
         * Reads what a page keeps of its old content; the same operation then becomes a PROGRAM.
         */
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
    /** Bytes that go over the channel. */
    int bytes;
    /**
     * Before this it cannot begin: the command is still being decoded, or its data are on the link.
     */
    long readyNanos;
    /** Request that it serves a part of; null for a destage from the write buffer. */
    @Nullable
    Request request;
    /** Next in the list that holds it. */
    @Nullable
    FlashOp next;

    FlashOp(FlashArray array) {
        this.array = array;
    }

    @Override
    public void fire() {
        array.chipDone(this);
    }
}
