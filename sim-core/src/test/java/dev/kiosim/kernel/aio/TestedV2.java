package dev.kiosim.kernel.aio;

import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Operation;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/** The new ABI, with attributes at random, some of them unknown. */
final class TestedV2 implements TestedAbi {
    private static final int[] PLAIN_ATTRIBUTES = {1, 2, 3, 7, 99};

    private final AioV2 abi;
    private final IocbView iocb = new IocbView();
    private final IocbAttrView attribute = new IocbAttrView();
    private final IoEventV2View event = new IoEventV2View();
    private final IocbAttrRetView ret = new IocbAttrRetView();

    TestedV2(AioV2 abi) {
        this.abi = abi;
    }

    @Override
    public void setup(Operation operation, long pointer, RandomStream random) {
        int features = random.nextInt(3) == 0
                ? 0
                : KioctxV2.MAP_RING | (random.nextInt(2) == 0 ? KioctxV2.OVERFLOW_FLAG : 0);
        operation.syscall(AioV2.IO_SETUP2, pointer, 2, features, -1, 0, 0);
    }

    @Override
    public void put(
            AddressSpace memory, long area, int index, Request request, RandomStream random) {
        long at = iocb(memory, area, index);
        iocb.wrap(memory, at).data(request.data()).key(0).rwFlags(0).opcode(request.opcode());
        iocb.fildes(request.fd()).buf(request.buffer()).nbytes(request.bytes());
        iocb.offset(request.offset()).flags(0).resfd(0);
        int attributes = random.nextInt(4);
        for (int i = 0; i < attributes; i++) {
            attribute.wrap(memory, at + IocbView.SIZE_BYTES + 16L * i);
            attribute.id(PLAIN_ATTRIBUTES[random.nextInt(PLAIN_ATTRIBUTES.length)]);
            attribute.size(16).cookie(request.data() * 16 + i);
        }
        iocb.attrBytes(16L * attributes);
    }

    @Override
    public long iocb(AddressSpace memory, long area, int index) {
        long at = area;
        for (int i = 0; i < index; i++) {
            at += IocbView.SIZE_BYTES + memory.getLong(at + 48);
        }
        return at;
    }

    @Override
    public void submit(
            Operation operation, AddressSpace memory, long context, long area, int count) {
        long end = iocb(memory, area, count);
        operation.syscall(AioV2.IO_SUBMIT2, context, area, end - area);
    }

    @Override
    public int accepted(AddressSpace memory, long area, int count, long result) {
        int accepted = 0;
        while (accepted < count && iocb(memory, area, accepted + 1) - area <= result) {
            accepted++;
        }
        return accepted;
    }

    @Override
    public void reap(
            Operation operation,
            AddressSpace memory,
            long context,
            long buffer,
            int events,
            long timeout) {
        operation.syscall(AioV2.IO_GETEVENTS2, context, buffer, events * 100L, timeout, 0, 0);
    }

    @Override
    public List<Long> reaped(AddressSpace memory, long buffer, long result) {
        List<Long> data = new ArrayList<>();
        event.wrap(memory, buffer);
        while (event.address() < buffer + result) {
            data.add(event.data());
            ret.wrap(memory, event.returnsAddress());
            for (int i = 0; ret.address() < event.address() + event.sizeBytes(); i++) {
                if (ret.cookie() != event.data() * 16 + i) {
                    throw new AssertionError("cookie out of order in event " + event.data());
                }
                ret.next();
            }
            event.next();
        }
        return data;
    }

    @Override
    public void cancel(Operation operation, long context, long iocbAddress, long area) {
        operation.syscall(AioV2.IO_CANCEL2, context, iocbAddress, 0);
    }

    @Override
    public boolean destroys() {
        return true;
    }

    @Override
    public void destroy(Operation operation, long context) {
        operation.syscall(AioV2.IO_DESTROY2, context, 0, 0);
    }

    @Override
    public long contextId(AioKiocb request) {
        return ((KioctxV2) request.context).id();
    }

    @Override
    public boolean keepsOrder() {
        return true;
    }

    @Override
    public void checkInvariants() {
        for (KioctxV2 context : abi.contexts()) {
            context.checkInvariants();
        }
    }
}
