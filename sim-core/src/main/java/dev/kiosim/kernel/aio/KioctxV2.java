package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.WaitQueue;
import dev.kiosim.kernel.vfs.EventFd;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Pages;
import dev.kiosim.memory.Sharing;
import dev.kiosim.ring.ByteRing;
import dev.kiosim.ring.RingHeader;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.Tracer;
import java.util.function.LongConsumer;

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

    private final AioV2 abi;
    private final Tracer tracer;
    private final int features;
    private final EventRing events;
    private final ByteRing ring;
    private final @Nullable MistakenRing mistaken;
    private final long address;
    private final long mappedBytes;
    private final long id;
    private final RequestIds requests = new RequestIds();
    private final KiocbList overflow = new KiocbList();
    private final WaitQueue waiters = new WaitQueue();
    private final @Nullable EventFd eventfd;
    private int headWhenRefilled;
    private long completions;
    private boolean dead;

    /**
     * A context without requests.
     *
     * @param eventfd signalled once for every batch of completions; held until the end
     * @param unmappedId the id it gets if its ring is not mapped
     */
    KioctxV2(AioV2 abi, Process owner, int features, @Nullable EventFd eventfd, long unmappedId) {
        super(abi.aio(), owner, ContextKind.NEW);
        this.abi = abi;
        tracer = abi.aio().kernel().tracer();
        this.eventfd = eventfd;
        if (eventfd != null) {
            eventfd.hold();
        }
        this.features = features;
        Pages pages = new Pages(ByteRing.pagesFor(abi.config().ringBytes()));
        events = new EventRing(pages, abi.config(), features);
        ring = events.bytes();
        mistaken = abi.config().variant().tagsContexts() ? null : new MistakenRing(pages);
        mappedBytes = (long) pages.count() * AddressSpace.PAGE_BYTES;
        address = has(MAP_RING)
                ? owner.memory().map(pages, AddressSpace.PROT_READ_WRITE, Sharing.SHARED)
                : 0;
        id = has(MAP_RING) ? address : unmappedId;
    }

    @Override
    public String abi() {
        return abi.config().variant().abi();
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

    /** Tells {@code data} of every event that waits in the ring or on the overflow list. */
    public void waiting(LongConsumer data) {
        events.waiting(data);
        for (AioKiocb event = overflow.first(); event != null; event = event.next) {
            data.accept(event.userData);
        }
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
        AioKiocb request = abi.aio().allocate(task, this);
        requests.add(request);
        return request;
    }

    /** {@code request} was refused after all. */
    void refuse(AioKiocb request) {
        giveBack(request);
    }

    /** {@code request} came to its end without an event, perhaps after time had passed. */
    void withdraw(AioKiocb request) {
        giveBack(request);
        if (dead) {
            waiters.wakeAll(0); // io_destroy2 may wait for this one
        }
    }

    private void giveBack(AioKiocb request) {
        requests.remove(request);
        abi.aio().release(request);
    }

    /** Whether an event of {@code request} can ever fit into the ring. */
    boolean fitsRing(AioKiocb request) {
        return IoEventV2View.SIZE_BYTES + request.attributes.returnBytesMax() <= ring.ringBytes();
    }

    /** The request in flight with that id that was submitted from {@code userIocb}, or null. */
    @Nullable
    AioKiocb findRequest(int requestId, long userIocb) {
        AioKiocb request = requests.find(requestId);
        boolean isMeant = request != null && request.userIocb == userIocb && !request.overflowed;
        return isMeant ? request : null;
    }

    // Completion

    @Override
    protected void complete(AioKiocb request) {
        if (mistaken != null) {
            mistaken.put(request);
            abi.findings()
                    .add(
                            Finding.Kind.LOST_EVENT,
                            name() + " is taken for a classic context; data " + request.userData);
        }
        if (mistaken != null || dead) {
            requests.remove(request);
            return;
        }
        request.completionNumber = completions++;
        refill();
        if (overflow.isEmpty() && put(request)) {
            tracePut(KernelTracepoint.AIO_RING_PUT, request);
            requests.remove(request);
        } else {
            overflow.addLast(request);
            request.overflowed = true;
            ring.countOverflow();
            aio().count(AioCounter.OVERFLOWS);
            traceOverflow(request);
        }
    }

    @Override
    protected boolean retains(AioKiocb request) {
        return request.overflowed;
    }

    private boolean put(AioKiocb request) {
        if (!events.put(request)) {
            return false;
        }
        if (request.attributes.count() > 0 && !abi.config().variant().copiesReturns()) {
            abi.findings().add(Finding.Kind.LOST_ATTRIBUTES, name() + ", data " + request.userData);
        }
        return true;
    }

    /** Moves events from the overflow list into the ring while there is room. */
    private void refill() {
        AioKiocb first = overflow.first();
        while (first != null && put(first)) {
            tracePut(KernelTracepoint.AIO_REFILL, first);
            removeOverflowed();
            first = overflow.first();
        }
        headWhenRefilled = ring.head();
    }

    /** The first of the overflow list is needed no longer. */
    private void removeOverflowed() {
        AioKiocb first = overflow.removeFirst();
        if (first != null) {
            first.overflowed = false;
            giveBack(first);
        }
    }

    /** Events first, then the eventfd, then those who wait: each once for the whole batch. */
    @Override
    protected void publish() {
        show();
        traceFill();
        if (eventfd != null && !dead) {
            aio().count(AioCounter.EVENTFD_SIGNALS);
            eventfd.signal();
        }
        wake(waiters, 0);
    }

    /** Shows tail and flag to user space: the events first, then the tail, then the flag. */
    private void show() {
        events.publish();
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
     * Reaps as {@link EventRing#reap} does, refilling the ring when it was empty, and afterwards.
     */
    long reap(Task task, long buffer, long bytes) {
        if (ring.isEmpty()) {
            refillAndShow();
        }
        long reaped = events.reap(task, buffer, bytes);
        if (reaped > 0) {
            traceReaped((int) reaped);
            refillAndShow();
            traceFill();
        }
        return reaped;
    }

    private void refillAndShow() {
        if (!overflow.isEmpty()) {
            refill();
            show();
        }
    }

    // Tracepoints

    private int place(int position) {
        return position & ring.ringBytes() - 1;
    }

    private void tracePut(KernelTracepoint point, AioKiocb request) {
        if (tracer.isOn()) {
            tracer.report(point, request.number, number(), place(ring.recordStart()));
        }
    }

    private void traceOverflow(AioKiocb request) {
        if (tracer.isOn()) {
            tracer.report(
                    KernelTracepoint.AIO_OVERFLOW_PUT, request.number, number(), overflow.count());
        }
    }

    /** The events that lie in the {@code bytes} before head have just been handed out. */
    private void traceReaped(int bytes) {
        int end = ring.head();
        int at = end - bytes;
        while (tracer.isOn() && at != end) {
            tracer.report(KernelTracepoint.AIO_REAP, number(), place(at));
            at += EventRing.eventBytes(ring, at);
        }
    }

    private void traceFill() {
        if (tracer.isOn()) {
            int bytes = ring.ringBytes() - ring.roomBytes();
            tracer.report(KernelTracepoint.AIO_RING_FILL, number(), bytes, overflow.count());
        }
    }

    // The end

    /**
     * Marks it dead: nobody finds it any more, waiters return, events that wait for room are
     * dropped. Requests in flight still complete, to nobody.
     */
    void kill() {
        dead = true;
        aio().ended(this);
        while (!overflow.isEmpty()) {
            removeOverflowed();
        }
        waiters.wakeAll(0);
        if (eventfd != null) {
            eventfd.release();
        }
    }

    /** Takes the ring out of user space. */
    void unmap() {
        if (has(MAP_RING)) {
            owner().memory().unmap(address, mappedBytes);
        }
    }

    @Override
    protected void state(LongConsumer to) {
        to.accept(ring.head());
        to.accept(ring.tail());
        to.accept(completions);
        to.accept(dead ? 1 : 0);
        requests.state(to);
        for (AioKiocb event = overflow.first(); event != null; event = event.next) {
            to.accept(event.userIocb);
            to.accept(event.userData);
            to.accept(event.res);
        }
        if (eventfd != null) {
            to.accept(eventfd.counter());
        }
    }

    /** Walks ring and list; see the invariants above. */
    @Override
    public void checkInvariants() {
        super.checkInvariants();
        ring.checkInvariants();
        if (!has(MAP_RING) && mistaken == null) {
            events.checkEvents();
        }
        AioKiocb first = overflow.first();
        boolean isAsKernelLeftIt = ring.head() == headWhenRefilled;
        if (first != null && isAsKernelLeftIt && events.eventBytes(first) <= ring.roomBytes()) {
            throw violated("%s: an event waits, and there is room for it", name());
        }
        int flag = first == null ? 0 : RingHeader.FLAG_OVERFLOW;
        if (has(OVERFLOW_FLAG) && ring.flags() != flag) {
            throw violated(
                    "%s: overflow flag %d, list of %d", name(), ring.flags(), overflow.count());
        }
        long expected = events.eventsWritten();
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
