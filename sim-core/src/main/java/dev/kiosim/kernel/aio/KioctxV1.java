package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.WaitQueue;
import dev.kiosim.kernel.vfs.EventFd;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Pages;
import dev.kiosim.memory.Sharing;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.Tracer;
import java.util.function.LongConsumer;

/**
 * A context of the classic ABI: a ring of events in memory that the kernel shares with the process.
 *
 * <pre>
 *              head              tail
 *               v                 v
 *   | . | . | . | E | E | E | E | . | . |   empty: head == tail
 *                                             never full: {@link PerCpuSlots}
 *               '- io_getevents   '- completion writes the event here, then moves tail
 *                  or user space
 *                  takes from here
 * </pre>
 *
 * <p>The kernel has its own mapping of the ring and its own copies of tail and nr; it reads back
 * only head and, in io_getevents, tail. Life: live, then dead once destroyed (nobody finds it,
 * waiters are woken), gone when no call uses it and no request is in flight.
 *
 * <p>Source: Linux fs/aio.c, struct kioctx, aio_complete, aio_read_events_ring.
 */
final class KioctxV1 extends Kioctx {
    private final Kernel kernel;
    private final Tracer tracer;
    private final RingGeometry geometry;
    private final AddressSpace kernelMemory = new AddressSpace();
    private final AioRingView ring = new AioRingView();
    private final IoEventView event = new IoEventView();
    private final ClassicEra era;
    private final Slots slots;
    private final WaitQueue waiters = new WaitQueue();
    private final WaitQueue destroyers = new WaitQueue();
    private final long ringBytes;
    private long userAddress;
    private int id = -1;
    private int tail;
    private int users;
    private int inFlight;
    private int unpublished;
    private boolean dead;
    private boolean unmapsRing;
    private boolean gaveBack;
    private boolean toldGone;

    /** Maps a ring of {@code geometry} into the memory of {@code owner}. */
    KioctxV1(Aio aio, Process owner, RingGeometry geometry) {
        super(aio, owner, ContextKind.CLASSIC);
        kernel = aio.kernel();
        tracer = kernel.tracer();
        this.geometry = geometry;
        era = ClassicEra.of(kernel.config().profile());
        slots = era.slots(geometry.nr(), kernel.config().possibleCpus());
        Pages pages = new Pages(geometry.pages());
        ringBytes = (long) geometry.pages() << AddressSpace.PAGE_SHIFT;
        Sharing sharing = era.sharesRing() ? Sharing.SHARED : Sharing.PRIVATE;
        userAddress = owner.memory().map(pages, AddressSpace.PROT_READ_WRITE, sharing);
        if (era.sharesRing()) {
            pages.onMoved(this::ringMoved);
        }
        long kernelAddress = kernelMemory.map(pages, AddressSpace.PROT_READ_WRITE, Sharing.SHARED);
        ring.wrap(kernelMemory, kernelAddress);
    }

    /** The context has its place in the table: the header is filled in. */
    void init(int index) {
        id = index;
        ring.init(era.idInRing(index, userAddress), geometry.nr());
    }

    /** Only the owner, while the context lives, may move the ring, and only all of it. */
    private boolean ringMoved(AddressSpace space, long start, long bytes) {
        if (space != owner().memory() || dead || bytes != ringBytes) {
            return false;
        }
        userAddress = start;
        return true;
    }

    /** The user address of the ring: the {@code aio_context_t}. */
    long userAddress() {
        return userAddress;
    }

    /** Index in the table of contexts. */
    int id() {
        return id;
    }

    /** Slots in the ring. */
    int nr() {
        return geometry.nr();
    }

    /** Events asked for: this context's share of aio-nr. */
    long eventsAsked() {
        return geometry.eventsAsked();
    }

    ClassicEra era() {
        return era;
    }

    boolean isDead() {
        return dead;
    }

    // Submission

    /** A request begins: takes a slot for it; false if there is none. */
    boolean takeSlot() {
        if (!slots.take(currentCpu(), ring.head(), tail)) {
            return false;
        }
        inFlight++;
        return true;
    }

    /** A request that had a slot was refused. */
    void giveBackSlot() {
        slots.giveBack(currentCpu());
        requestGone();
    }

    private int currentCpu() {
        return kernel.currentCpu().number();
    }

    // Completion

    @Override
    protected void complete(AioKiocb request) {
        int slot = tail;
        event.wrap(kernelMemory, ring.eventAddress(slot))
                .data(request.userData)
                .obj(request.userIocb)
                .res(request.res)
                .res2(request.res2);
        tail = slot + 1 == nr() ? 0 : slot + 1;
        unpublished++;
        slots.completed(currentCpu(), ring.head(), tail);
        if (tracer.isOn()) {
            tracer.report(KernelTracepoint.AIO_RING_PUT, request.number, number(), slot);
        }
        EventFd eventfd = request.eventfd;
        if (eventfd != null) {
            aio().count(AioCounter.EVENTFD_SIGNALS);
            eventfd.signal();
        }
        requestGone();
    }

    private void requestGone() {
        inFlight--;
        destroyIfUnused();
    }

    @Override
    protected void publish() {
        // Write barrier here: user space that sees the new tail (load-acquire) sees whole events.
        // In the other order it could take a slot that holds an old event or half of a new one.
        ring.tail(tail);
        traceFill();
        if (era.wakesOneByOne()) {
            for (int i = 0; i < unpublished; i++) {
                wake(waiters, Long.MAX_VALUE);
            }
        } else {
            wake(waiters, eventsInRing());
        }
        unpublished = 0;
    }

    /** Events in the ring, as the waking rule counts them: with head as it is stored there. */
    private long eventsInRing() {
        long head = ring.head() & 0xffffffffL;
        return tail > head ? tail - head : (tail + nr() - head) & 0xffffffffL;
    }

    /** Where those wait that want more events than there are. */
    WaitQueue waiters() {
        return waiters;
    }

    // Reaping

    /**
     * Takes as many events as there are, at most {@code room}, to user address {@code to}. Head
     * moves only when all are copied, so a fault loses none.
     *
     * @param wanted events that the caller waits for
     * @return events taken, or -EFAULT
     */
    long readEvents(AddressSpace memory, long to, long room, long wanted) {
        if (era.losesEventsByFault()) {
            return readOneByOne(memory, to, room, wanted);
        }
        int head = ring.head();
        int end = ring.tail();
        // Read barrier here; pairs with the write barrier in publish.
        if (head == end) {
            return 0;
        }
        head = Integer.remainderUnsigned(head, nr());
        end = Integer.remainderUnsigned(end, nr());
        long taken = 0;
        while (taken < room && head != end) {
            int chunk = (int) Math.min(room - taken, (head < end ? end : nr()) - head);
            if (!copyEvents(memory, to + taken * IoEventView.SIZE_BYTES, head, chunk)) {
                return -Errno.EFAULT;
            }
            taken += chunk;
            head = (head + chunk) % nr();
        }
        ring.head(head);
        traceReaped(head, taken);
        return taken;
    }

    private void traceReaped(int newHead, long taken) {
        for (long i = taken; tracer.isOn() && i > 0; i--) {
            tracer.report(KernelTracepoint.AIO_REAP, number(), Math.floorMod(newHead - i, nr()));
        }
        traceFill();
    }

    private void traceFill() {
        if (tracer.isOn()) {
            long events = Math.floorMod(tail - ring.head(), nr());
            tracer.report(KernelTracepoint.AIO_RING_FILL, number(), events, 0);
        }
    }

    /**
     * Takes events as Linux 3.4 did: one by one, and each leaves the ring before it is copied. An
     * event that cannot be copied is lost.
     *
     * @param wanted events that make a fault go unnoticed
     * @return events taken, or -EFAULT
     */
    private long readOneByOne(AddressSpace memory, long to, long room, long wanted) {
        long taken = 0;
        while (taken < room) {
            int head = Integer.remainderUnsigned(ring.head(), nr());
            if (ring.head() == ring.tail()
                    || head == Integer.remainderUnsigned(ring.tail(), nr())) {
                break;
            }
            ring.head((head + 1) % nr());
            if (!copyEvents(memory, to + taken * IoEventView.SIZE_BYTES, head, 1)) {
                return taken >= wanted ? taken : -Errno.EFAULT;
            }
            taken++;
        }
        return taken;
    }

    private boolean copyEvents(AddressSpace memory, long to, int slot, int count) {
        long bytes = (long) count * IoEventView.SIZE_BYTES;
        long writable = memory.writableBytes(to, bytes);
        long from = ring.eventAddress(slot);
        long words = writable & -Long.BYTES;
        for (long i = 0; i < words; i += Long.BYTES) {
            memory.putLong(to + i, kernelMemory.getLong(from + i));
        }
        for (long i = words; i < writable; i++) {
            memory.putByte(to + i, kernelMemory.getByte(from + i));
        }
        return writable == bytes;
    }

    // Life and death

    /** A call begins to use the context, which cannot go away until {@link #leave}. */
    void enter() {
        users++;
    }

    /** The call is through. */
    void leave() {
        if (--users < 0) {
            throw violated("%s was left more often than entered", name());
        }
        destroyIfUnused();
    }

    /**
     * Nobody finds it any more: wakes those who wait, gives up its share, cancels what it can. In
     * 2013 all that comes only when the last request is done.
     */
    void kill(boolean unmaps) {
        dead = true;
        unmapsRing = unmaps;
        aio().ended(this);
        if (!era.givesBackLate()) {
            waiters.wakeAll(Long.MAX_VALUE);
            giveBack();
        }
        destroyIfUnused();
    }

    private void giveBack() {
        gaveBack = true;
        aio().addAioNr(-eventsAsked());
        if (unmapsRing) {
            owner().memory().unmap(userAddress, ringBytes);
        }
    }

    private void destroyIfUnused() {
        if (era.givesBackLate()) {
            destroyLate();
        } else if (dead && users == 0) {
            cancelAll();
            if (inFlight == 0) {
                destroyers.wakeAll(0);
            }
        }
    }

    /** Nothing could be cancelled in 2013; the last call that uses the context ends it. */
    private void destroyLate() {
        if (!isGone()) {
            return;
        }
        if (!toldGone) {
            toldGone = true;
            waiters.wakeAll(Long.MAX_VALUE);
            destroyers.wakeAll(0);
        }
        if (users == 0 && !gaveBack) {
            giveBack();
        }
    }

    /** Whether the last request is done and, but for 2013, no call uses it. */
    boolean isGone() {
        return dead && inFlight == 0 && (users == 0 || era.givesBackLate());
    }

    /** Lets {@code task} be woken when {@link #isGone}. */
    void awaitGone(Task task) {
        destroyers.remove(task.waiter());
        if (!isGone()) {
            destroyers.add(task.waiter());
        }
    }

    @Override
    protected void state(LongConsumer to) {
        to.accept(tail);
        to.accept(users);
        to.accept(inFlight);
        to.accept(dead ? 1 : 0);
        slots.state(to);
    }

    /** Throws if slots were lost or made. */
    @Override
    protected void checkInvariants() {
        super.checkInvariants();
        slots.checkInvariants(inFlight);
    }
}
