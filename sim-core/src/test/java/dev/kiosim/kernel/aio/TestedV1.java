package dev.kiosim.kernel.aio;

import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Operation;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/** The classic ABI. The first part of an area holds iocbs, the second the array of pointers. */
final class TestedV1 implements TestedAbi {
    private static final int POINTERS_OFFSET = 2048;

    private final IocbView iocb = new IocbView();
    private final IoEventView event = new IoEventView();
    private final List<KioctxV1> seen = new ArrayList<>();

    @Override
    public void setup(Operation operation, long pointer, RandomStream random) {
        operation.syscall(AioV1.IO_SETUP, 1 + random.nextInt(64), pointer, 0);
    }

    @Override
    public void put(
            AddressSpace memory, long area, int index, Request request, RandomStream random) {
        long at = iocb(memory, area, index);
        iocb.wrap(memory, at).data(request.data()).key(0).rwFlags(0).opcode(request.opcode());
        iocb.fildes(request.fd()).buf(request.buffer()).nbytes(request.bytes());
        iocb.offset(request.offset()).attrBytes(0).flags(0).resfd(0);
        memory.putLong(area + POINTERS_OFFSET + index * 8L, at);
    }

    @Override
    public long iocb(AddressSpace memory, long area, int index) {
        return area + index * 64L;
    }

    @Override
    public void submit(
            Operation operation, AddressSpace memory, long context, long area, int count) {
        operation.syscall(AioV1.IO_SUBMIT, context, count, area + POINTERS_OFFSET);
    }

    @Override
    public int accepted(AddressSpace memory, long area, int count, long result) {
        return (int) result;
    }

    @Override
    public void reap(
            Operation operation,
            AddressSpace memory,
            long context,
            long buffer,
            int events,
            long timeout) {
        operation.syscall(AioV1.IO_GETEVENTS, context, 1, events, buffer, timeout, 0);
    }

    @Override
    public List<Long> reaped(AddressSpace memory, long buffer, long result) {
        List<Long> data = new ArrayList<>();
        for (long i = 0; i < result; i++) {
            data.add(event.wrap(memory, buffer + i * IoEventView.SIZE_BYTES).data());
        }
        return data;
    }

    @Override
    public void cancel(Operation operation, long context, long iocbAddress, long area) {
        operation.syscall(AioV1.IO_CANCEL, context, iocbAddress, area);
    }

    @Override
    public boolean destroys() {
        return true;
    }

    @Override
    public void destroy(Operation operation, long context) {
        operation.syscall(AioV1.IO_DESTROY, context, 0, 0);
    }

    @Override
    public long contextId(AioKiocb request) {
        KioctxV1 context = (KioctxV1) request.context;
        if (!seen.contains(context)) {
            seen.add(context);
        }
        return context.userAddress();
    }

    @Override
    public boolean keepsOrder() {
        return true;
    }

    @Override
    public void checkInvariants() {
        for (KioctxV1 context : seen) {
            context.checkInvariants();
        }
    }
}
