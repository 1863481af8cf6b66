package dev.kiosim.trace;

import dev.kiosim.memory.Pages;
import dev.kiosim.ring.ByteRing;
import dev.kiosim.ring.WhenFull;

/** The buffer of one CPU: a byte ring that overwrites its oldest records and counts them. */
final class TraceBuffer {
    /** In the header of the ring. */
    static final int MAGIC = 0x7aacb0f5;

    static final int VERSION = 1;

    private final int cpu;
    private final ByteRing ring;
    private final int highWaterBytes;
    private long lost;

    TraceBuffer(int cpu, int bytes) {
        this.cpu = cpu;
        ring = new ByteRing(
                new Pages(ByteRing.pagesFor(bytes)),
                MAGIC,
                VERSION,
                bytes,
                WhenFull.OVERWRITE_OLDEST,
                TraceRecord::bytesAt);
        highWaterBytes = bytes / 2;
    }

    /** Makes room for a record, overwriting the oldest if need be; returns where it begins. */
    int reserve(int bytes) {
        int lostBefore = ring.overflowCount();
        ring.reserve(bytes);
        lost += ring.overflowCount() - lostBefore;
        return ring.recordStart();
    }

    /** The ring, for the words of a record. */
    ByteRing ring() {
        return ring;
    }

    /** Whether a reader should come, so that nothing is lost. */
    boolean isHigh() {
        return ring.tail() - ring.head() > highWaterBytes;
    }

    /** Records that were overwritten. */
    long lost() {
        return lost;
    }

    /** Sequence number of the oldest record; the greatest number there is if it is empty. */
    long firstSequence() {
        return ring.isEmpty() ? Long.MAX_VALUE : TraceRecord.sequenceAt(ring, ring.head());
    }

    /** Points {@code view} at the oldest record. */
    TraceRecord first(TraceRecord view) {
        return view.wrap(ring, ring.head(), cpu);
    }

    /** The oldest record was read. */
    void dropFirst() {
        int head = ring.head();
        ring.moveHead(head, head + TraceRecord.bytesAt(ring, head));
    }
}
