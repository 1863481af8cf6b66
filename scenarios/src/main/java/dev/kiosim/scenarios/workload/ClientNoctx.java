package dev.kiosim.scenarios.workload;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.SyscallTable;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.kernel.aio.IocbNoctxView;
import dev.kiosim.kernel.aio.IocbView;
import dev.kiosim.memory.AddressSpace;
import java.util.List;

/**
 * The context-less kind from user space: one io_submit_noctx for each iocb; the completion list is
 * taken whole, by exchange, and io_wait_noctx called only when it was empty. There is nothing to
 * set up or to take down.
 */
public final class ClientNoctx implements AioClient {
    private static final int WORD_BYTES = Long.BYTES;

    private final AddressSpace memory;
    private final int depth;
    private final int bufferBytes;
    private final AttributePlan attributes;
    private final int ioSubmitNoctx;
    private final int ioWaitNoctx;
    private final int nanosleep;
    private final IocbView iocb = new IocbView();
    private final IocbNoctxView noctx = new IocbNoctxView();
    private final int placeBytes;
    private final long list;
    private final long timeout;
    private final long places;
    private final long buffers;
    private final int[] prepared;
    private int preparedFirst;
    private int preparedCount;
    private final int[] takenSlots;
    private int taken;
    private boolean exchanged;
    private boolean userReapDone = true;

    /**
     * A client in the memory of {@code task}.
     *
     * @param depth requests in flight
     * @param bufferBytes greatest length of a request
     * @param asked attributes of every IO
     */
    public ClientNoctx(Task task, int depth, int bufferBytes, List<Attribute> asked) {
        this.depth = depth;
        this.bufferBytes = bufferBytes;
        memory = task.memory();
        attributes = new AttributePlan(task, asked);
        SyscallTable calls = task.kernel().syscalls();
        ioSubmitNoctx = calls.number("io_submit_noctx");
        ioWaitNoctx = calls.number("io_wait_noctx");
        nanosleep = calls.number("nanosleep");
        placeBytes =
                IocbNoctxView.SIZE_BYTES + attributes.requestBytes(true) + attributes.returnBytes();
        list = memory.map(4L * WORD_BYTES + (long) depth * placeBytes);
        timeout = list + 2 * WORD_BYTES;
        places = timeout + 2 * WORD_BYTES;
        buffers = memory.map((long) depth * bufferBytes);
        prepared = new int[depth];
        takenSlots = new int[depth];
    }

    @Override
    public Operation setUp(Task task) {
        return task.operation().compute(0);
    }

    @Override
    public long setUpDone(Task task, long result) {
        return 0;
    }

    private long place(int slot) {
        return places + (long) slot * placeBytes;
    }

    @Override
    public void prepare(int slot, IoRequest request) {
        boolean flushes = request.kind == IoRequest.Kind.FLUSH;
        boolean writes = request.kind == IoRequest.Kind.WRITE;
        iocb.wrap(memory, place(slot))
                .data(slot)
                .rwFlags(0)
                .opcode(ClientV1.opcode(request.kind))
                .priority(request.priority)
                .fildes(request.fd)
                .buf(flushes ? 0 : buffers + (long) slot * bufferBytes)
                .nbytes(request.lengthBytes)
                .offset(request.offsetBytes)
                .attrBytes(attributes.requestBytes(writes))
                .flags(0)
                .resfd(0);
        attributes.put(
                place(slot) + IocbNoctxView.SIZE_BYTES,
                writes,
                buffers + (long) slot * bufferBytes,
                request.lengthBytes);
        prepared[(preparedFirst + preparedCount++) % depth] = slot;
    }

    @Override
    public int prepared() {
        return preparedCount;
    }

    @Override
    public Operation submit(Task task) {
        return task.operation().syscall(ioSubmitNoctx, place(prepared[preparedFirst]), list, 0);
    }

    @Override
    public int submitted(long result) {
        if (result < 0) {
            return 0;
        }
        dropFirst();
        return 1;
    }

    @Override
    public int dropFirst() {
        int slot = prepared[preparedFirst];
        preparedFirst = (preparedFirst + 1) % depth;
        preparedCount--;
        return slot;
    }

    /** Waits until the list is not empty; takes nothing. */
    @Override
    public Operation reap(Task task, int eventsMin, long timeoutNanos) {
        long timespec = 0;
        if (timeoutNanos >= 0 || eventsMin == 0) {
            Timespec.put(memory, timeout, Math.max(0, timeoutNanos));
            timespec = timeout;
        }
        return task.operation().syscall(ioWaitNoctx, list, timespec, 0);
    }

    @Override
    public boolean cameToNothing(long error) {
        return error == -Errno.EINTR || error == -Errno.ETIMEDOUT;
    }

    @Override
    public int reaped(long result) {
        return 0;
    }

    @Override
    public int slot(int index) {
        return takenSlots[index];
    }

    @Override
    public long result(int index) {
        return noctx.wrap(memory, place(takenSlots[index])).res();
    }

    @Override
    public Operation sleep(Task task, long nanos) {
        Timespec.put(memory, timeout, nanos);
        return task.operation().syscall(nanosleep, timeout, 0, 0);
    }

    @Override
    public Operation tearDown(Task task) {
        return task.operation().compute(0);
    }

    @Override
    public boolean takesOnlyInUserSpace() {
        return true;
    }

    @Override
    public void beginUserReap() {
        exchanged = false;
        userReapDone = false;
        taken = 0;
    }

    @Override
    public boolean userReapDone() {
        return userReapDone;
    }

    @Override
    public int userReaped() {
        return taken;
    }

    /** One exchange takes all: nobody else sees the entries from then on. */
    @Override
    public Operation userReapStep(Task task, long result) {
        if (!exchanged) {
            exchanged = true;
            return task.operation().exchangeLong(list, 0);
        }
        for (long at = result; at != 0; at = noctx.wrap(memory, at).link()) {
            if (taken == depth) {
                throw violated("more than %d entries on the list of %s", depth, task);
            }
            takenSlots[taken++] = (int) ((at - places) / placeBytes);
        }
        userReapDone = true;
        return task.operation().compute(0);
    }
}
