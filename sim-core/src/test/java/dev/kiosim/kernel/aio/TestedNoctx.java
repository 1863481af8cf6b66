package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/** The context-less kind: a "context" is a completion list; lists are taken whole, by exchange. */
final class TestedNoctx implements TestedAbi {
    private static final int ATTRIBUTES_MAX = 3;
    private static final int PLACE_BYTES = 512;
    private static final int PLACES = 8;
    /** First word of a reap's buffer if it takes the list, and does not wait. */
    private static final int TAKES = 1;

    private final AddressSpace memory;
    private final IocbView iocb = new IocbView();
    private final IocbNoctxView noctx = new IocbNoctxView();
    private final RandomAttributes attributes = new RandomAttributes();
    private long nextHead;
    private long headsEnd;
    private long nextPlace;
    private int placesLeft;

    TestedNoctx(AioV2 abi, ProgramRun run) {
        memory = run.memory;
        if (!abi.contexts().isEmpty()) {
            throw new AssertionError("contexts before there is a task");
        }
    }

    @Override
    public void setup(Operation operation, long pointer, RandomStream random) {
        if (nextHead == headsEnd) {
            nextHead = memory.map(4096);
            headsEnd = nextHead + 4096;
        }
        operation.storeLong(pointer, nextHead);
        nextHead += Long.BYTES;
    }

    @Override
    public Object made(Task task, long id) {
        return id;
    }

    @Override
    public Object contextOf(AioKiocb request) {
        return request.completionList;
    }

    /** Each iocb has a place of its own, since the kernel writes there until it is taken. */
    @Override
    public void put(long area, int index, Request request, RandomStream random) {
        if (placesLeft-- == 0) {
            nextPlace = memory.map((long) PLACES * PLACE_BYTES);
            placesLeft = PLACES - 1;
        }
        long at = nextPlace;
        nextPlace += PLACE_BYTES;
        memory.putLong(area, at);
        iocb.wrap(memory, at).data(request.data()).opcode(request.opcode());
        iocb.fildes(request.fd()).buf(request.buffer()).nbytes(request.bytes());
        iocb.offset(request.offset());
        long behind = at + IocbNoctxView.SIZE_BYTES;
        iocb.attrBytes(attributes.write(memory, behind, ATTRIBUTES_MAX, request.writes(), random));
    }

    @Override
    public int iocbsMax() {
        return 1;
    }

    @Override
    public void submit(Operation operation, long context, long area, int count) {
        operation.syscall(AioV2.IO_SUBMIT_NOCTX, memory.getLong(area), context, 0);
    }

    @Override
    public int accepted(long area, int count, long result) {
        return result == 0 ? 1 : 0;
    }

    /** Waits if the list is empty, else takes it; the buffer remembers which. */
    @Override
    public void reap(Operation operation, long context, long buffer, int events, long timeout) {
        boolean takes = memory.getLong(context) != 0;
        memory.putLong(buffer, takes ? TAKES : 0);
        if (takes) {
            operation.exchangeLong(context, 0);
        } else {
            operation.syscall(AioV2.IO_WAIT_NOCTX, context, timeout, 0);
        }
    }

    @Override
    public List<Event> reaped(long buffer, long result) {
        return memory.getLong(buffer) == TAKES ? listed(result) : List.of();
    }

    private List<Event> listed(long first) {
        List<Event> events = new ArrayList<>();
        for (long at = first; at != 0; at = noctx.wrap(memory, at).link()) {
            iocb.wrap(memory, at);
            noctx.wrap(memory, at);
            long returns = at + IocbNoctxView.SIZE_BYTES + iocb.attrBytes();
            events.add(new Event(
                    iocb.data(), noctx.res(), Books.words(memory, returns, returnBytes(at))));
        }
        return events;
    }

    /** One return for each attribute; each says how long it is. */
    private long returnBytes(long at) {
        long attrBytes = iocb.attrBytes();
        long attr = at + IocbNoctxView.SIZE_BYTES;
        long ret = attr + attrBytes;
        while (attr < at + IocbNoctxView.SIZE_BYTES + attrBytes) {
            attr += memory.getInt(attr + Long.BYTES);
            ret += memory.getInt(ret + Long.BYTES);
        }
        return ret - attr;
    }

    /** Exchanges at once, without looking first: the list may be empty. */
    @Override
    public @Nullable UserReap userReap(long context) {
        return new UserReap() {
            private boolean begun;
            private List<Event> taken = List.of();

            @Override
            public boolean step(Operation operation, long result) {
                if (begun) {
                    taken = listed(result);
                    return false;
                }
                begun = true;
                operation.exchangeLong(context, 0);
                return true;
            }

            @Override
            public List<Event> taken() {
                return taken;
            }
        };
    }

    @Override
    public boolean cancel(Operation operation, long context, long area, int index, long result) {
        return false;
    }

    @Override
    public boolean destroy(Operation operation, long context) {
        return false;
    }

    @Override
    public boolean keepsOrder() {
        return false;
    }
}
