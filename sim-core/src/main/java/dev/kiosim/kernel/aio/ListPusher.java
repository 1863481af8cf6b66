package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.trace.KernelTracepoint;
import dev.kiosim.trace.Tracer;
import java.util.function.LongConsumer;

/**
 * Pushes completed context-less iocbs on their lists in user memory, for one CPU, one after the
 * other. A push takes two steps, between which other CPUs and user space may change the list:
 *
 * <pre>
 * LOAD: results and returns stored, link := *head --> SWAP: if *head == link, *head := iocb
 *   ^                                                   | else link := *head, and SWAP again
 *   '------------------ next request --------------------'
 * </pre>
 *
 * The results must be stored before the swap shows the iocb: a reaper that takes the list
 * (exchange, acquire) reads them at once. Trying again is enough for the push, since it only
 * compares what it linked to; taking one element off with compare-and-swap is not (ABA). Source:
 * new ABI specification, section 3; defects P4 and P5.
 */
final class ListPusher implements Event {
    /** Actors of the pushers of CPU 0, 1, ... for the engine's chooser. */
    static final int FIRST_ACTOR = 1 << 20;

    private final AioV2 abi;
    private final Engine engine;
    private final int cpu;
    private final IocbNoctxView iocb = new IocbNoctxView();
    private @Nullable AioKiocb first;
    private @Nullable AioKiocb last;
    private boolean linked;

    ListPusher(AioV2 abi, int cpu) {
        this.abi = abi;
        this.cpu = cpu;
        engine = abi.aio().kernel().engine();
    }

    /** Queues {@code request}, which has just completed. */
    void add(AioKiocb request) {
        if (last == null) {
            first = request;
            takeStep();
        } else {
            last.next = request;
        }
        last = request;
    }

    private void takeStep() {
        engine.schedule(abi.aio().kernel().costs().userStep(), this);
    }

    @Override
    public int actor() {
        return FIRST_ACTOR + cpu;
    }

    @Override
    public void fire() {
        AioKiocb request = first;
        if (request == null) {
            throw violated("a pusher without a request");
        }
        AddressSpace memory = abi.aio().contextOf(request).owner().memory();
        if (!isThere(memory, request)) {
            lost(request, "its memory is gone");
        } else if (!linked) {
            store(memory, request);
            iocb.link(memory.getLong(request.completionList));
            linked = true;
            takeStep();
        } else if (memory.getLong(request.completionList) == iocb.link()) {
            memory.putLong(request.completionList, request.userIocb);
            tracePush(request);
            done(request);
        } else if (abi.config().variant().pushesAgain()) {
            iocb.link(memory.getLong(request.completionList));
            takeStep();
        } else {
            lost(request, "the list changed while it was pushed");
        }
    }

    private void tracePush(AioKiocb request) {
        Tracer tracer = abi.aio().kernel().tracer();
        if (tracer.isOn()) {
            int context = abi.aio().contextOf(request).number();
            tracer.report(KernelTracepoint.AIO_LIST_PUSH, request.number, context);
        }
    }

    /** Tells whose turn it is, and how far the push is. */
    void state(LongConsumer to) {
        to.accept(linked ? 1 : 0);
        for (AioKiocb request = first; request != null; request = request.next) {
            to.accept(request.userIocb);
            to.accept(request.completionList);
            to.accept(request.res);
        }
    }

    @Override
    public String toString() {
        AioKiocb request = first;
        String whose = request == null ? "nothing" : "data " + request.userData;
        return (linked ? "CAS *list to " : "load *list, link ") + whose;
    }

    /** The caller may have unmapped what it checked at submission. */
    private boolean isThere(AddressSpace memory, AioKiocb request) {
        iocb.wrap(memory, request.userIocb);
        return memory.isWritable(request.userIocb, IocbNoctxView.SIZE_BYTES)
                && memory.isWritable(request.completionList, Long.BYTES)
                && memory.isWritable(request.returnsAddress, request.attributes.returnBytes());
    }

    private void store(AddressSpace memory, AioKiocb request) {
        if (abi.config().variant().storesResult()) {
            iocb.res(request.res).res2(request.res2);
        } else {
            abi.findings().add(Finding.Kind.LOST_RESULT, "data " + request.userData);
        }
        request.attributes.putReturns(memory, request.returnsAddress);
    }

    private void lost(AioKiocb request, String why) {
        abi.findings().add(Finding.Kind.LOST_EVENT, "data " + request.userData + ": " + why);
        done(request);
    }

    private void done(AioKiocb request) {
        first = request.next;
        if (first == null) {
            last = null;
        } else {
            takeStep();
        }
        request.next = null;
        linked = false;
        if (request.context instanceof KioctxNoctx context) {
            context.wake(request.completionList);
        }
        abi.aio().release(request);
    }
}
