package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * The classic ABI. The first part of an area holds iocbs, the second the array of pointers. Events
 * are taken in user space only by a task that is alone: with others there is ABA.
 */
final class TestedV1 implements TestedAbi {
    private static final int POINTERS_OFFSET = 1024;

    private final AioV1 abi;
    private final ProgramRun run;
    private final AddressSpace memory;
    private final IocbView iocb = new IocbView();
    private final IoEventView event = new IoEventView();

    TestedV1(AioV1 abi, ProgramRun run) {
        this.abi = abi;
        this.run = run;
        memory = run.memory;
    }

    @Override
    public void setup(Operation operation, long pointer, RandomStream random) {
        operation.syscall(AioV1.IO_SETUP, 1 + random.nextInt(64), pointer, 0);
    }

    @Override
    public Object made(Task task, long id) {
        return abi.find(task, id);
    }

    @Override
    public Object contextOf(AioKiocb request) {
        return request.context;
    }

    @Override
    public void put(long area, int index, Request request, RandomStream random) {
        long at = area + index * 64L;
        boolean signals = random.nextInt(4) == 0;
        iocb.wrap(memory, at).data(request.data()).key(0).rwFlags(0).opcode(request.opcode());
        iocb.fildes(request.fd()).buf(request.buffer()).nbytes(request.bytes());
        iocb.offset(request.offset()).attrBytes(0);
        iocb.flags(signals ? IocbView.FLAG_RESFD : 0).resfd(signals ? run.eventfd : 0);
        memory.putLong(area + POINTERS_OFFSET + index * 8L, at);
    }

    @Override
    public int iocbsMax() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void submit(Operation operation, long context, long area, int count) {
        operation.syscall(AioV1.IO_SUBMIT, context, count, area + POINTERS_OFFSET);
    }

    @Override
    public int accepted(long area, int count, long result) {
        return (int) result;
    }

    @Override
    public void reap(Operation operation, long context, long buffer, int events, long timeout) {
        operation.syscall(AioV1.IO_GETEVENTS, context, 1, events, buffer, timeout, 0);
    }

    @Override
    public List<Event> reaped(long buffer, long result) {
        List<Event> events = new ArrayList<>();
        for (long i = 0; i < result; i++) {
            events.add(event(memory, buffer + i * IoEventView.SIZE_BYTES));
        }
        return events;
    }

    private Event event(AddressSpace where, long address) {
        event.wrap(where, address);
        return new Event(event.data(), event.res(), List.of());
    }

    @Override
    public @Nullable UserReap userReap(long context) {
        return run.program.tasks().size() == 1 ? new RingReap(context) : null;
    }

    /** Load head, load tail, copy all, store head. */
    private final class RingReap implements UserReap {
        private final AioRingView ring;
        private final List<Event> events = new ArrayList<>();
        private int phase;
        private int head;

        RingReap(long context) {
            ring = new AioRingView().wrap(memory, context);
        }

        @Override
        public boolean step(Operation operation, long result) {
            switch (phase++) {
                case 0 -> operation.loadInt(ring.headAddress());
                case 1 -> {
                    head = (int) result;
                    operation.loadInt(ring.tailAddress());
                }
                case 2 -> {
                    while (head != (int) result) {
                        events.add(event(memory, ring.eventAddress(head)));
                        head = head + 1 == ring.nr() ? 0 : head + 1;
                    }
                    operation.storeInt(ring.headAddress(), head);
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public List<Event> taken() {
            return phase > 3 ? events : List.of(); // when head has been stored
        }
    }

    @Override
    public boolean cancel(Operation operation, long context, long area, int index, long result) {
        operation.syscall(AioV1.IO_CANCEL, context, area + index * 64L, result);
        return true;
    }

    @Override
    public boolean destroy(Operation operation, long context) {
        operation.syscall(AioV1.IO_DESTROY, context, 0, 0);
        return true;
    }

    @Override
    public boolean keepsOrder() {
        return true;
    }
}
