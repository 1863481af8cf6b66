package dev.kiosim.scenarios.workload;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.SyscallTable;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.AioRingView;
import dev.kiosim.kernel.aio.IoEventView;
import dev.kiosim.kernel.aio.IocbView;
import dev.kiosim.memory.AddressSpace;

/**
 * The classic ABI from user space: io_setup, io_submit with an array of pointers, io_getevents,
 * io_destroy; and reaping from the mapped ring, as fio's {@code userspace_reap} does it.
 */
public final class ClientV1 implements AioClient {
    private static final int PREAD = 0;
    private static final int PWRITE = 1;
    private static final int FDSYNC = 3;

    private final AddressSpace memory;
    private final int depth;
    private final int bufferBytes;
    private final int ioSetup;
    private final int ioSubmit;
    private final int ioGetevents;
    private final int ioDestroy;
    private final int nanosleep;
    private final IocbView iocb = new IocbView();
    private final IoEventView event = new IoEventView();
    private final AioRingView ring = new AioRingView();
    private final long contextAddress;
    private final long iocbs;
    private final long pointers;
    private final long events;
    private final long timeout;
    private final long buffers;
    private int firstPrepared;
    private int preparedEnd;
    private long context;
    private UserReap userReap = UserReap.DONE;
    private int ringHead;
    private int taken;

    private enum UserReap {
        LOAD_HEAD,
        LOAD_TAIL,
        TAKE,
        DONE
    }

    /**
     * A client for {@code depth} requests of up to {@code bufferBytes} each, in the memory of
     * {@code task}.
     */
    public ClientV1(Task task, int depth, int bufferBytes) {
        this.depth = depth;
        this.bufferBytes = bufferBytes;
        memory = task.memory();
        SyscallTable calls = task.kernel().syscalls();
        ioSetup = calls.number("io_setup");
        ioSubmit = calls.number("io_submit");
        ioGetevents = calls.number("io_getevents");
        ioDestroy = calls.number("io_destroy");
        nanosleep = calls.number("nanosleep");
        long arrays = memory.map(2L * Long.BYTES * 2
                + (long) depth
                        * (IocbView.SIZE_BYTES + Task.POINTER_BYTES + IoEventView.SIZE_BYTES));
        contextAddress = arrays;
        timeout = arrays + 2 * Long.BYTES;
        iocbs = timeout + 2 * Long.BYTES;
        pointers = iocbs + (long) depth * IocbView.SIZE_BYTES;
        events = pointers + (long) depth * Task.POINTER_BYTES;
        buffers = memory.map((long) depth * bufferBytes);
    }

    @Override
    public Operation setUp(Task task) {
        return task.operation().syscall(ioSetup, depth, contextAddress, 0);
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
        long address = iocbs + (long) slot * IocbView.SIZE_BYTES;
        boolean flushes = request.kind == IoRequest.Kind.FLUSH;
        iocb.wrap(memory, address)
                .data(slot)
                .rwFlags(0)
                .opcode(opcode(request.kind))
                .priority(request.priority)
                .fildes(request.fd)
                .buf(flushes ? 0 : buffers + (long) slot * bufferBytes)
                .nbytes(request.lengthBytes)
                .offset(request.offsetBytes)
                .attrBytes(0)
                .flags(request.priority == 0 ? 0 : IocbView.FLAG_IOPRIO);
        memory.putLong(pointers + (long) preparedEnd++ * Task.POINTER_BYTES, address);
    }

    static int opcode(IoRequest.Kind kind) {
        return switch (kind) {
            case READ -> PREAD;
            case WRITE -> PWRITE;
            case FLUSH -> FDSYNC;
        };
    }

    @Override
    public int prepared() {
        return preparedEnd - firstPrepared;
    }

    @Override
    public Operation submit(Task task) {
        long array = pointers + (long) firstPrepared * Task.POINTER_BYTES;
        return task.operation().syscall(ioSubmit, context, prepared(), array);
    }

    @Override
    public int submitted(long result) {
        int accepted = (int) Math.max(0, result);
        advance(accepted);
        return accepted;
    }

    @Override
    public int dropFirst() {
        long address = memory.getLong(pointers + (long) firstPrepared * Task.POINTER_BYTES);
        advance(1);
        return (int) ((address - iocbs) / IocbView.SIZE_BYTES);
    }

    private void advance(int count) {
        firstPrepared += count;
        if (firstPrepared > preparedEnd) {
            throw violated(
                    "io_submit took %d more iocbs than there were", firstPrepared - preparedEnd);
        }
        if (firstPrepared == preparedEnd) {
            firstPrepared = 0;
            preparedEnd = 0;
        }
    }

    @Override
    public Operation reap(Task task, int eventsMin, long timeoutNanos) {
        long timespec = 0;
        if (timeoutNanos >= 0) {
            Timespec.put(memory, timeout, timeoutNanos);
            timespec = timeout;
        }
        return task.operation()
                .syscall(ioGetevents, context, eventsMin, depth, events, timespec, 0);
    }

    @Override
    public int reaped(long result) {
        return (int) result;
    }

    @Override
    public int slot(int index) {
        return (int) event.wrap(memory, events + (long) index * IoEventView.SIZE_BYTES)
                .data();
    }

    @Override
    public long result(int index) {
        return event.wrap(memory, events + (long) index * IoEventView.SIZE_BYTES)
                .res();
    }

    @Override
    public Operation sleep(Task task, long nanos) {
        Timespec.put(memory, timeout, nanos);
        return task.operation().syscall(nanosleep, timeout, 0, 0);
    }

    @Override
    public Operation tearDown(Task task) {
        return task.operation().syscall(ioDestroy, context, 0, 0);
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
            case TAKE -> {
                takeUpTo((int) result);
                userReap = UserReap.DONE;
                yield taken == 0
                        ? task.operation().compute(0)
                        : task.operation().storeInt(ring.headAddress(), ringHead);
            }
            case DONE -> throw violated("a reap in user space went on after its end");
        };
    }

    private void takeUpTo(int tail) {
        while (ringHead != tail && taken < depth) {
            long from = ring.eventAddress(ringHead);
            memory.copyWords(
                    from, events + (long) taken++ * IoEventView.SIZE_BYTES, IoEventView.SIZE_BYTES);
            ringHead = ringHead + 1 == ring.nr() ? 0 : ringHead + 1;
        }
    }
}
