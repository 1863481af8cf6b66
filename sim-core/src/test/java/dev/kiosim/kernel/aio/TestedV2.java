package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/** The new ABI, with all its features and attributes at random. */
final class TestedV2 implements TestedAbi {
    private static final int ATTRIBUTES_MAX = 4;

    private final AioV2 abi;
    private final ProgramRun run;
    private final AddressSpace memory;
    private final IocbView iocb = new IocbView();
    private final RandomAttributes attributes = new RandomAttributes();
    private final IoEventV2View event = new IoEventV2View();

    TestedV2(AioV2 abi, ProgramRun run) {
        this.abi = abi;
        this.run = run;
        memory = run.memory;
    }

    @Override
    public void setup(Operation operation, long pointer, RandomStream random) {
        int features = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> KioctxV2.MAP_RING;
            default -> KioctxV2.MAP_RING | KioctxV2.OVERFLOW_FLAG;
        };
        features |= random.nextInt(4) == 0 ? KioctxV2.STRICT_ATTRS : 0;
        int eventfd = random.nextInt(3) == 0 ? run.eventfd : -1;
        operation.syscall(AioV2.IO_SETUP2, pointer, 2, features, eventfd, 0, 0);
    }

    @Override
    public Object made(Task task, long id) {
        return abi.find(task.process(), id);
    }

    @Override
    public Object contextOf(AioKiocb request) {
        return request.context;
    }

    @Override
    public void put(long area, int index, Request request, RandomStream random) {
        long at = iocb(area, index);
        iocb.wrap(memory, at).data(request.data()).key(0).rwFlags(0).opcode(request.opcode());
        iocb.fildes(request.fd()).buf(request.buffer()).nbytes(request.bytes());
        iocb.offset(request.offset()).flags(0).resfd(0);
        long behind = at + IocbView.SIZE_BYTES;
        iocb.attrBytes(attributes.write(memory, behind, ATTRIBUTES_MAX, request.writes(), random));
    }

    private long iocb(long area, int index) {
        long at = area;
        for (int i = 0; i < index; i++) {
            at += IocbView.SIZE_BYTES + memory.getLong(at + 48);
        }
        return at;
    }

    @Override
    public int iocbsMax() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void submit(Operation operation, long context, long area, int count) {
        operation.syscall(AioV2.IO_SUBMIT2, context, area, iocb(area, count) - area);
    }

    @Override
    public int accepted(long area, int count, long result) {
        int accepted = 0;
        while (accepted < count && iocb(area, accepted + 1) - area <= result) {
            accepted++;
        }
        return accepted;
    }

    @Override
    public void reap(Operation operation, long context, long buffer, int events, long timeout) {
        operation.syscall(AioV2.IO_GETEVENTS2, context, buffer, events * 100L, timeout, 0, 0);
    }

    @Override
    public List<Event> reaped(long buffer, long result) {
        List<Event> events = new ArrayList<>();
        event.wrap(memory, buffer);
        while (event.address() < buffer + result) {
            long returns = event.returnsAddress();
            events.add(new Event(
                    event.data(),
                    event.res(),
                    Books.words(memory, returns, event.sizeBytes() - IoEventV2View.SIZE_BYTES)));
            event.next();
        }
        return events;
    }

    @Override
    public @Nullable UserReap userReap(long context) {
        boolean isMapped = memory.isReadable(context, Integer.BYTES)
                && memory.getInt(context) == AioRingV2View.MAGIC;
        return isMapped ? new LockFreeReap(memory, context) : null;
    }

    @Override
    public boolean cancel(Operation operation, long context, long area, int index, long result) {
        operation.syscall(AioV2.IO_CANCEL2, context, iocb(area, index), 0);
        return true;
    }

    @Override
    public boolean destroy(Operation operation, long context) {
        operation.syscall(AioV2.IO_DESTROY2, context, 0, 0);
        return true;
    }

    @Override
    public boolean keepsOrder() {
        return true;
    }
}
