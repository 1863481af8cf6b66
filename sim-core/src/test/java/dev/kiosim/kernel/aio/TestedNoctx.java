package dev.kiosim.kernel.aio;

import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Operation;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/** The context-less kind: a "context" is a completion list; lists are taken whole, by exchange. */
final class TestedNoctx implements TestedAbi {
    private static final int IOCB_BYTES = IocbNoctxView.SIZE_BYTES + 2 * 64;

    private final IocbView iocb = new IocbView();
    private final IocbNoctxView noctx = new IocbNoctxView();
    private final IocbAttrView attribute = new IocbAttrView();
    private final IocbAttrRetView ret = new IocbAttrRetView();
    private long nextHead;
    private long nextIocb;
    private long lastIocb;

    @Override
    public void setup(Operation operation, long pointer, RandomStream random) {
        operation.storeLong(pointer, pointer + 1024 + nextHead);
        nextHead += Long.BYTES;
    }

    /** Each iocb has a place of its own, since the kernel writes there until it is reaped. */
    @Override
    public void put(
            AddressSpace memory, long area, int index, Request request, RandomStream random) {
        if (index > 0) {
            return; // one iocb a call
        }
        if (nextIocb % 4096 < IOCB_BYTES || nextIocb % 4096 + IOCB_BYTES > 4096) {
            nextIocb = memory.map(4096);
        }
        lastIocb = nextIocb;
        nextIocb += IOCB_BYTES;
        memory.putLong(area, lastIocb);
        iocb.wrap(memory, lastIocb).data(request.data()).opcode(request.opcode());
        iocb.fildes(request.fd()).buf(request.buffer()).nbytes(request.bytes());
        iocb.offset(request.offset()).attrBytes(16);
        attribute.wrap(memory, lastIocb + IocbNoctxView.SIZE_BYTES).size(16);
        attribute.id(Attribute.IO_TIME.id()).cookie(request.data() + 5);
    }

    @Override
    public void submit(
            Operation operation, AddressSpace memory, long context, long area, int count) {
        operation.syscall(AioV2.IO_SUBMIT_NOCTX, memory.getLong(area), context, 0);
    }

    @Override
    public int accepted(AddressSpace memory, long area, int count, long result) {
        return result == 0 ? 1 : 0;
    }

    @Override
    public long iocb(AddressSpace memory, long area, int index) {
        return memory.getLong(area);
    }

    /** Waits if the list is empty, else takes it; the buffer remembers which. */
    @Override
    public void reap(
            Operation operation,
            AddressSpace memory,
            long context,
            long buffer,
            int events,
            long timeout) {
        boolean takes = memory.getLong(context) != 0;
        memory.putLong(buffer, takes ? 1 : 0);
        if (takes) {
            operation.exchangeLong(context, 0);
        } else {
            operation.syscall(AioV2.IO_WAIT_NOCTX, context, timeout, 0);
        }
    }

    @Override
    public List<Long> reaped(AddressSpace memory, long buffer, long result) {
        List<Long> data = new ArrayList<>();
        long at = memory.getLong(buffer) == 1 ? result : 0;
        while (at != 0) {
            data.add(iocb.wrap(memory, at).data());
            ret.wrap(memory, at + IocbNoctxView.SIZE_BYTES + 16);
            boolean isRight = ret.cookie() == iocb.data() + 5
                    && ret.ret() == 0
                    && ret.payload(0) + ret.payload(1) == ret.payload(2);
            if (!isRight) {
                throw new AssertionError("returns of " + iocb.data());
            }
            at = noctx.wrap(memory, at).link();
        }
        return data;
    }

    @Override
    public void cancel(Operation operation, long context, long iocbAddress, long area) {
        operation.compute(100);
    }

    @Override
    public boolean destroys() {
        return false;
    }

    @Override
    public void destroy(Operation operation, long context) {
        throw new UnsupportedOperationException("a list is not destroyed");
    }

    @Override
    public long contextId(AioKiocb request) {
        return request.completionList;
    }

    @Override
    public boolean keepsOrder() {
        return false;
    }

    @Override
    public void checkInvariants() {}
}
