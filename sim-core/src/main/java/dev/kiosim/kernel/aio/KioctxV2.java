package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.WaitQueue;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Pages;
import dev.kiosim.memory.Sharing;
import dev.kiosim.ring.ByteRing;
import dev.kiosim.ring.RingHeader;
import dev.kiosim.ring.WhenFull;

/**
 * A context of the new ABI: a small ring of events of varying length, and an overflow list for
 * those that find no room. Completion order is kept: while the list is not empty, every further
 * completion goes to its end.
 *
 * <pre>
 * completion --room, and nobody waits--> ring --reaped by kernel or user space--> task
 *      '--------> overflow list --room--> ring
 * </pre>
 *
 * Invariants: the list is empty, or the ring had no room for its first event when the kernel looked
 * last; the OVERFLOW flag, if asked for, is set exactly while the list is not empty; a request has
 * its id from submission until its event is in the ring. Source: new ABI specification, sections 2,
 * 3 and 7.
 */
public final class KioctxV2 extends Kioctx {
    /** Feature: map the ring into user space. */
    public static final int MAP_RING = 1;
    /** Feature: keep the OVERFLOW flag in the mapped header. */
    public static final int OVERFLOW_FLAG = 1 << 1;
    /** Feature: an unknown attribute refuses the iocb. */
    public static final int STRICT_ATTRS = 1 << 2;

    static final int FEATURES_KNOWN = MAP_RING | OVERFLOW_FLAG | STRICT_ATTRS;

    private final Aio aio;
    private final int features;
    private final ByteRing ring;
    private final long address;
    private final long mappedBytes;
    private final long id;
    private final RequestIds requests = new RequestIds();
    private final OverflowList overflow = new OverflowList();
    private final WaitQueue waiters = new WaitQueue();
    private int headWhenRefilled;
    private long completions;
    private long eventsWritten;
    private boolean dead;

    /**
     * A context without requests.
     *
     * @param unmappedId the id it gets if its ring is not mapped
     */
    KioctxV2(
            Aio aio,
            Process owner,
            String name,
            int features,
            AioV2Config config,
            long unmappedId) {
        super(owner, name);
        this.aio = aio;
        this.features = features;
        Pages pages = new Pages(ByteRing.pagesFor(config.ringBytes()));
        ring = new ByteRing(
                pages,
                AioRingV2View.MAGIC,
                AioRingV2View.VERSION,
                config.ringBytes(),
                WhenFull.REFUSE,
                KioctxV2::eventBytes);
        ring.startAt(config.ringStart());
        ring.setFeatures(features);
        mappedBytes = (long) pages.count() * AddressSpace.PAGE_BYTES;
        address = has(MAP_RING)
                ? owner.memory().map(pages, AddressSpace.PROT_READ_WRITE, Sharing.SHARED)
                : 0;
        id = has(MAP_RING) ? address : unmappedId;
    }

    @Override
    public String abi() {
        return "v2";
    }

    /** What user space names it by: the address of the header if it is mapped. */
    public long id() {
        return id;
    }

    /** Whether it was set up with {@code feature}. */
    boolean has(int feature) {
        return (features & feature) != 0;
    }

    /** The ring, for reports and tests. */
    public ByteRing ring() {
        return ring;
    }

    /** Requests in flight or on the overflow list. */
    public int requestCount() {
        return requests.count();
    }

    /** Events that wait for room in the ring. */
    public int overflowCount() {
        return overflow.count();
    }

    /** Whether it has been destroyed, or is about to be. */
    boolean isDead() {
        return dead;
    }

    // Submission

    /** A request with an id, or null if all are in use. */
    @Nullable
    AioKiocb allocate(Task task) {
        if (requests.isFull()) {
            return null;
        }
        AioKiocb request = aio.allocate(task, this);
        requests.add(request);
        return request;
    }

    /** {@code request} was refused after all. */
    void refuse(AioKiocb request) {
        giveBack(request);
    }

    private void giveBack(AioKiocb request) {
        requests.remove(request);
        aio.release(request);
    }

    /** Whether an event of {@code request} can ever fit into the ring. */
    boolean fitsRing(AioKiocb request) {
        return IoEventV2View.SIZE_BYTES + request.attributes.returnBytesMax() <= ring.ringBytes();
    }

    /** The request with that id that was submitted from {@code userIocb}, or null. */
    @Nullable
    AioKiocb findRequest(int requestId, long userIocb) {
        AioKiocb request = requests.find(requestId);
        boolean isMeant = request != null && request.userIocb == userIocb && !request.overflowed;
        return isMeant ? request : null;
    }

    // Completion

    @Override
    protected void complete(AioKiocb request) {
        if (dead) {
            requests.remove(request);
            return;
        }
        request.completionNumber = completions++;
        refill();
        if (overflow.isEmpty() && put(request)) {
            requests.remove(request);
        } else {
            overflow.addLast(request);
            ring.countOverflow();
        }
    }

    @Override
    protected boolean retains(AioKiocb request) {
        return request.overflowed;
    }

    /** Moves events from the overflow list into the ring while there is room. */
    private void refill() {
        for (AioKiocb first = overflow.first();
                first != null && put(first);
                first = overflow.first()) {
            overflow.removeFirst();
            giveBack(first);
        }
        headWhenRefilled = ring.head();
    }

    private boolean put(AioKiocb request) {
        int returnBytes = request.attributes.returnBytes();
        if (!ring.reserve(IoEventV2View.SIZE_BYTES + returnBytes)) {
            return false;
        }
        if (request.completionNumber != eventsWritten++) {
            throw violated(
                    "completion %d of %s is event %d",
                    request.completionNumber, name(), eventsWritten - 1);
        }
        int at = ring.recordStart();
        ring.putLong(at + IoEventV2View.DATA_OFFSET, request.userData);
        ring.putLong(at + IoEventV2View.RES_OFFSET, request.res);
        ring.putLong(at + IoEventV2View.RES2_OFFSET, request.res2);
        ring.putLong(at + IoEventV2View.ATTR_BYTES_OFFSET, returnBytes);
        int end = request.attributes.putReturns(ring, at + IoEventV2View.SIZE_BYTES);
        if (end - at != IoEventV2View.SIZE_BYTES + returnBytes) {
            throw violated("%d bytes of returns announced, %d written", returnBytes, end - at);
        }
        return true;
    }

    @Override
    protected void publish() {
        show();
        waiters.wakeAll(0);
    }

    /** Shows tail and flag to user space: the events first, then the tail, then the flag. */
    private void show() {
        ring.publish();
        if (has(OVERFLOW_FLAG)) {
            ring.setFlags(overflow.isEmpty() ? 0 : RingHeader.FLAG_OVERFLOW);
        }
    }

    // Reaping

    /** Those who wait for events. */
    WaitQueue waiters() {
        return waiters;
    }

    /**
     * Copies as many whole events as there are and fit; returns the bytes, 0 if there is none,
     * -EINVAL if the first does not fit (it stays), -EFAULT if the buffer cannot be written (all
     * stay).
     */
    long reap(Task task, long buffer, long bytes) {
        if (ring.isEmpty()) {
            refillAndShow();
        }
        long copied;
        int head;
        do {
            head = ring.head();
            copied = copyEvents(task, head, buffer, bytes);
        } while (copied > 0 && !ring.moveHead(head, head + (int) copied));
        if (copied > 0) {
            refillAndShow();
        }
        return copied;
    }

    private void refillAndShow() {
        if (!overflow.isEmpty()) {
            refill();
            show();
        }
    }

    private long copyEvents(Task task, int head, long buffer, long bytes) {
        int present = ring.tail() - head;
        int taken = 0;
        int events = 0;
        while (taken < present) {
            int eventBytes = eventBytes(ring, head + taken);
            if (!isEvent(eventBytes, present - taken)) {
                return -Errno.EINVAL; // user space wrote into the data area
            }
            if (eventBytes > bytes - taken) {
                break;
            }
            taken += eventBytes;
            events++;
        }
        if (taken == 0) {
            return present == 0 ? 0 : -Errno.EINVAL;
        }
        if (ring.copyOut(head, taken, task.memory(), buffer) < taken) {
            return -Errno.EFAULT;
        }
        task.charge(events * task.kernel().costs().reapEvent());
        return taken;
    }

    private static int eventBytes(ByteRing ring, int position) {
        long attrBytes = ring.getLong(position + IoEventV2View.ATTR_BYTES_OFFSET);
        return attrBytes == (int) attrBytes ? IoEventV2View.SIZE_BYTES + (int) attrBytes : 0;
    }

    private static int eventBytes(AioKiocb request) {
        return IoEventV2View.SIZE_BYTES + request.attributes.returnBytes();
    }

    private static boolean isEvent(int eventBytes, int bytesLeft) {
        return eventBytes >= IoEventV2View.SIZE_BYTES
                && eventBytes <= bytesLeft
                && eventBytes % ByteRing.ALIGNMENT_BYTES == 0;
    }

    // The end

    /**
     * Marks it dead: nobody finds it any more, waiters return, events that wait for room are
     * dropped. Requests in flight still complete, to nobody.
     */
    void kill() {
        dead = true;
        for (AioKiocb first = overflow.first(); first != null; first = overflow.first()) {
            overflow.removeFirst();
            giveBack(first);
        }
        waiters.wakeAll(0);
    }

    /** Takes the ring out of user space. */
    void unmap() {
        if (has(MAP_RING)) {
            owner().memory().unmap(address, mappedBytes);
        }
    }

    /** Walks ring and list; see the invariants above. */
    public void checkInvariants() {
        ring.checkInvariants();
        AioKiocb first = overflow.first();
        boolean isAsKernelLeftIt = ring.head() == headWhenRefilled;
        if (first != null && isAsKernelLeftIt && eventBytes(first) <= ring.roomBytes()) {
            throw violated("%s: an event waits, and there is room for it", name());
        }
        int flag = first == null ? 0 : RingHeader.FLAG_OVERFLOW;
        if (has(OVERFLOW_FLAG) && ring.flags() != flag) {
            throw violated(
                    "%s: overflow flag %d, list of %d", name(), ring.flags(), overflow.count());
        }
        long expected = eventsWritten;
        for (AioKiocb waiting = first; waiting != null; waiting = waiting.next) {
            if (waiting.completionNumber != expected++) {
                throw violated(
                        "%s: completion %d waits out of turn", name(), waiting.completionNumber);
            }
        }
        if (expected != completions) {
            throw violated("%s: %d completions, %d events", name(), completions, expected);
        }
    }
}
