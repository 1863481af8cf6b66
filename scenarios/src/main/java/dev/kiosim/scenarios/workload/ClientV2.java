package dev.kiosim.scenarios.workload;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.SyscallTable;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.AioRingV2View;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.IoEventV2View;
import dev.kiosim.kernel.aio.IocbView;
import dev.kiosim.memory.AddressSpace;
import java.util.List;

/**
 * The new ABI from user space: io_setup2, io_submit2 with iocbs one behind the other,
 * io_getevents2, io_destroy2; and reaping from the mapped ring by compare-and-swap. The same
 * attributes follow every iocb.
 */
public final class ClientV2 implements AioClient {
    private static final int VERSION = 2;
    private static final int MAP_RING = 1;
    private static final int NO_EVENTFD = -1;
    private static final int WORD_BYTES = Long.BYTES;

    private final AddressSpace memory;
    private final int depth;
    private final int bufferBytes;
    private final AttributePlan attributes;
    private final Calls calls;
    private final IocbView iocb = new IocbView();
    private final IoEventV2View event = new IoEventV2View();
    private final AioRingV2View ring = new AioRingV2View();
    private final int iocbBytesMax;
    private final int eventBytesMax;
    private final long contextAddress;
    private final long timeout;
    private final long iocbs;
    private final long events;
    private final long buffers;
    private long preparedFrom;
    private long preparedTo;
    private int prepared;
    private long context;
    private long eventAt;
    private int eventIndex;
    private UserReap userReap = UserReap.DONE;
    private int ringHead;
    private int taken;

    private enum UserReap {
        LOAD_HEAD,
        LOAD_TAIL,
        TAKE,
        SWAP,
        DONE
    }

    /** Numbers of the system calls. */
    private record Calls(int setUp, int submit, int reap, int destroy, int sleep) {
        static Calls of(SyscallTable table) {
            return new Calls(
                    table.number("io_setup2"),
                    table.number("io_submit2"),
                    table.number("io_getevents2"),
                    table.number("io_destroy2"),
                    table.number("nanosleep"));
        }
    }

    /**
     * A client in the memory of {@code task}.
     *
     * @param depth requests in flight
     * @param bufferBytes greatest length of a request
     * @param attributes asked for with every IO
     */
    public ClientV2(Task task, int depth, int bufferBytes, List<Attribute> attributes) {
        this.depth = depth;
        this.bufferBytes = bufferBytes;
        this.attributes = new AttributePlan(task, attributes);
        memory = task.memory();
        calls = Calls.of(task.kernel().syscalls());
        iocbBytesMax = IocbView.SIZE_BYTES + this.attributes.requestBytes(true);
        eventBytesMax = IoEventV2View.SIZE_BYTES + this.attributes.returnBytes();
        long arrays = memory.map(4L * WORD_BYTES + (long) depth * (iocbBytesMax + eventBytesMax));
        contextAddress = arrays;
        timeout = arrays + 2 * WORD_BYTES;
        iocbs = timeout + 2 * WORD_BYTES;
        events = iocbs + (long) depth * iocbBytesMax;
        buffers = memory.map((long) depth * bufferBytes);
        preparedFrom = iocbs;
        preparedTo = iocbs;
    }

    @Override
    public Operation setUp(Task task) {
        return task.operation()
                .syscall(calls.setUp(), contextAddress, VERSION, MAP_RING, NO_EVENTFD, 0, 0);
    }

    @Override
    public long setUpDone(Task task, long result) {
        if (result == 0) {
            context = memory.getLong(contextAddress);
        }
        return result;
    }

    @Override
    public void prepare(int slot, IoRequest request) {
        boolean flushes = request.kind == IoRequest.Kind.FLUSH;
        boolean writes = request.kind == IoRequest.Kind.WRITE;
        int attrBytes = attributes.requestBytes(writes);
        iocb.wrap(memory, preparedTo)
                .data(slot)
                .rwFlags(0)
                .opcode(ClientV1.opcode(request.kind))
                .priority(request.priority)
                .fildes(request.fd)
                .buf(flushes ? 0 : buffers + (long) slot * bufferBytes)
                .nbytes(request.lengthBytes)
                .offset(request.offsetBytes)
                .attrBytes(attrBytes)
                .flags(0)
                .resfd(0);
        attributes.put(
                preparedTo + IocbView.SIZE_BYTES,
                writes,
                buffers + (long) slot * bufferBytes,
                request.lengthBytes);
        preparedTo += IocbView.SIZE_BYTES + attrBytes;
        prepared++;
    }

    @Override
    public int prepared() {
        return prepared;
    }

    @Override
    public Operation submit(Task task) {
        return task.operation()
                .syscall(calls.submit(), context, preparedFrom, preparedTo - preparedFrom);
    }

    @Override
    public int submitted(long result) {
        int accepted = 0;
        for (long left = result; left > 0; accepted++) {
            left -= advance();
        }
        return accepted;
    }

    @Override
    public int dropFirst() {
        int slot = (int) iocb.wrap(memory, preparedFrom).data();
        advance();
        return slot;
    }

    /** Moves behind the first prepared iocb; returns its bytes. */
    private long advance() {
        long bytes = IocbView.SIZE_BYTES + iocb.wrap(memory, preparedFrom).attrBytes();
        preparedFrom += bytes;
        prepared--;
        if (preparedFrom > preparedTo) {
            throw violated("io_submit2 took more bytes than there were");
        }
        if (preparedFrom == preparedTo) {
            preparedFrom = iocbs;
            preparedTo = iocbs;
        }
        return bytes;
    }

    @Override
    public Operation reap(Task task, int eventsMin, long timeoutNanos) {
        long timespec = 0;
        if (timeoutNanos >= 0 || eventsMin == 0) {
            Timespec.put(memory, timeout, Math.max(0, timeoutNanos));
            timespec = timeout;
        }
        long room = (long) depth * eventBytesMax;
        return task.operation().syscall(calls.reap(), context, events, room, timespec, 0, 0);
    }

    @Override
    public int reaped(long result) {
        int count = 0;
        event.wrap(memory, events);
        while (event.address() < events + result) {
            event.next();
            count++;
        }
        eventAt = events;
        eventIndex = 0;
        return count;
    }

    @Override
    public int slot(int index) {
        return (int) at(index).data();
    }

    @Override
    public long result(int index) {
        return at(index).res();
    }

    private IoEventV2View at(int index) {
        if (index < eventIndex) {
            eventAt = events;
            eventIndex = 0;
        }
        event.wrap(memory, eventAt);
        while (eventIndex < index) {
            eventAt = event.next().address();
            eventIndex++;
        }
        return event;
    }

    @Override
    public Operation sleep(Task task, long nanos) {
        Timespec.put(memory, timeout, nanos);
        return task.operation().syscall(calls.sleep(), timeout, 0, 0);
    }

    @Override
    public Operation tearDown(Task task) {
        return task.operation().syscall(calls.destroy(), context, 0, 0);
    }

    @Override
    public void beginUserReap() {
        userReap = UserReap.LOAD_HEAD;
        taken = 0;
    }

    @Override
    public boolean userReapDone() {
        return userReap == UserReap.DONE;
    }

    @Override
    public int userReaped() {
        return taken;
    }

    @Override
    public Operation userReapStep(Task task, long result) {
        ring.wrap(memory, context);
        return switch (userReap) {
            case LOAD_HEAD -> {
                userReap = UserReap.LOAD_TAIL;
                yield task.operation().loadInt(ring.headAddress());
            }
            case LOAD_TAIL -> {
                ringHead = (int) result;
                userReap = UserReap.TAKE;
                yield task.operation().loadInt(ring.tailAddress());
            }
            case TAKE -> take(task, (int) result);
            case SWAP -> swapped(task, result);
            case DONE -> throw violated("a reap in user space went on after its end");
        };
    }

    /** Copies whole events, then moves head if nobody else has. */
    private Operation take(Task task, int tail) {
        int head = ringHead;
        long to = events;
        taken = 0;
        while (head != tail && taken < depth) {
            int bytes = IoEventV2View.SIZE_BYTES + (int) ring.word(head + 3 * WORD_BYTES);
            for (int done = 0; done < bytes; done += WORD_BYTES) {
                memory.putLong(to + done, ring.word(head + done));
            }
            head += bytes;
            to += bytes;
            taken++;
        }
        eventAt = events;
        eventIndex = 0;
        if (taken == 0) {
            userReap = UserReap.DONE;
            return task.operation().compute(0);
        }
        userReap = UserReap.SWAP;
        return task.operation().compareAndSwapInt(ring.headAddress(), ringHead, head);
    }

    private Operation swapped(Task task, long result) {
        if (result == 0) { // another reaper was faster: the copies count for nothing
            taken = 0;
            userReap = UserReap.LOAD_TAIL;
            return task.operation().loadInt(ring.headAddress());
        }
        userReap = UserReap.DONE;
        return task.operation().compute(0);
    }
}
