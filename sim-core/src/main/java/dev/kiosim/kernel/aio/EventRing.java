package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.Pages;
import dev.kiosim.ring.ByteRing;
import dev.kiosim.ring.WhenFull;
import java.util.function.LongConsumer;

/**
 * The byte ring of a context, filled with {@code struct io_event_v2}. Invariant: events lie in it
 * in the order in which their requests completed.
 */
final class EventRing {
    /** Returned by {@link #reap} if the variant would copy for ever. */
    static final long ENDLESS = Long.MIN_VALUE + 8;
    /** Returned by {@link #reap} if the buffer is too small for the next event, which stays. */
    static final long TOO_SMALL = Long.MIN_VALUE + 9;

    private final V2Variant variant;
    private final ByteRing bytes;
    private long eventsWritten;

    EventRing(Pages pages, AioV2Config config, int features) {
        variant = config.variant();
        bytes = new ByteRing(
                pages,
                AioRingV2View.MAGIC,
                AioRingV2View.VERSION,
                config.ringBytes(),
                WhenFull.REFUSE,
                EventRing::eventBytes);
        bytes.startAt(config.ringStart());
        bytes.setFeatures(features);
    }

    /** The ring itself. */
    ByteRing bytes() {
        return bytes;
    }

    /** How many events were ever put. */
    long eventsWritten() {
        return eventsWritten;
    }

    /** Bytes of the event of a completed request. */
    int eventBytes(AioKiocb request) {
        int returns = variant.copiesReturns() ? request.attributes.returnBytes() : 0;
        return IoEventV2View.SIZE_BYTES + returns;
    }

    /** Puts the event of a completed request; false if there is no room for it. */
    boolean put(AioKiocb request) {
        int eventBytes = eventBytes(request);
        if (!bytes.reserve(eventBytes)) {
            return false;
        }
        if (request.completionNumber != eventsWritten++) {
            throw violated(
                    "completion %d becomes event %d", request.completionNumber, eventsWritten - 1);
        }
        int at = bytes.recordStart();
        bytes.putLong(at + IoEventV2View.DATA_OFFSET, request.userData);
        bytes.putLong(at + IoEventV2View.RES_OFFSET, request.res);
        bytes.putLong(at + IoEventV2View.RES2_OFFSET, request.res2);
        int end = at + IoEventV2View.SIZE_BYTES;
        bytes.putLong(at + IoEventV2View.ATTR_BYTES_OFFSET, eventBytes - IoEventV2View.SIZE_BYTES);
        if (variant.copiesReturns()) {
            end = request.attributes.putReturns(bytes, end);
        }
        if (end - at != eventBytes) {
            throw violated("an event of %d bytes takes %d", eventBytes, end - at);
        }
        return true;
    }

    /** Shows the events put so far. */
    void publish() {
        bytes.publish();
        if (variant.isLockedTail(bytes.tail())) {
            throw violated("the tail is at its own lock value");
        }
    }

    /**
     * Copies as many whole events as there are and fit, and moves head behind them; returns the
     * bytes, 0 if there is none, {@link #TOO_SMALL}, {@link #ENDLESS}, -EFAULT if the buffer cannot
     * be written (all stay), or -EINVAL if the ring holds nonsense.
     */
    long reap(Task task, long buffer, long bufferBytes) {
        long copied;
        int head;
        do {
            head = bytes.head();
            copied = copyEvents(task, head, buffer, bufferBytes);
        } while (copied > 0 && !bytes.moveHead(head, head + (int) copied));
        return copied;
    }

    private long copyEvents(Task task, int head, long buffer, long bufferBytes) {
        int present = bytes.tail() - head;
        int taken = 0;
        int events = 0;
        while (taken < present) {
            int eventBytes = eventBytes(bytes, head + taken);
            if (!isEvent(eventBytes, present - taken)) {
                return -Errno.EINVAL; // user space wrote into the data area
            }
            if (eventBytes > bufferBytes - taken) {
                break;
            }
            taken += eventBytes;
            events++;
        }
        if (taken == 0) {
            return present == 0 ? 0 : TOO_SMALL;
        }
        int copied = variant.copyOut(bytes, head, taken, task.memory(), buffer);
        if (copied == V2Variant.ENDLESS) {
            return ENDLESS;
        }
        task.charge(events * task.kernel().costs().reapEvent());
        return copied < taken ? -Errno.EFAULT : taken;
    }

    /**
     * Walks the events: the attribute bytes of each are the sum of its returns' sizes, and the last
     * one ends at the tail. Only for a ring that user space cannot write.
     */
    void checkEvents() {
        int at = bytes.head();
        int tail = bytes.tail();
        while (at != tail) {
            int eventBytes = eventBytes(bytes, at);
            if (!isEvent(eventBytes, tail - at)) {
                throw violated("an event of %d bytes, %d before the tail", eventBytes, tail - at);
            }
            checkReturns(at + IoEventV2View.SIZE_BYTES, at + eventBytes);
            at += eventBytes;
        }
    }

    private void checkReturns(int from, int to) {
        int at = from;
        while (at != to) {
            int size = (int) bytes.getLong(at + Long.BYTES);
            if (size < IocbAttrRetView.SIZE_BYTES || size % Long.BYTES != 0 || size > to - at) {
                throw violated("a return of %d bytes, %d before its event's end", size, to - at);
            }
            at += size;
        }
    }

    /** Tells {@code data} of every event that waits, as far as the ring holds events. */
    void waiting(LongConsumer data) {
        int at = bytes.head();
        while (at != bytes.tail()) {
            int eventBytes = eventBytes(bytes, at);
            if (!isEvent(eventBytes, bytes.tail() - at)) {
                return; // user space wrote into the data area
            }
            data.accept(bytes.getLong(at + IoEventV2View.DATA_OFFSET));
            at += eventBytes;
        }
    }

    /** Bytes of the event at {@code position}; 0 if its length makes no sense. */
    static int eventBytes(ByteRing ring, int position) {
        long attrBytes = ring.getLong(position + IoEventV2View.ATTR_BYTES_OFFSET);
        return attrBytes == (int) attrBytes ? IoEventV2View.SIZE_BYTES + (int) attrBytes : 0;
    }

    private static boolean isEvent(int eventBytes, int bytesLeft) {
        return eventBytes >= IoEventV2View.SIZE_BYTES
                && eventBytes <= bytesLeft
                && eventBytes % ByteRing.ALIGNMENT_BYTES == 0;
    }
}
