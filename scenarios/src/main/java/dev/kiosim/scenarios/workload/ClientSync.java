package dev.kiosim.scenarios.workload;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.SyscallTable;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Attribute;
import dev.kiosim.memory.AddressSpace;
import java.util.List;

/**
 * One system call after the other, with attributes: pread, pwrite and fdatasync by syscall_attrs.
 * Nothing is ever in flight while the program goes on, whatever depth it asks for.
 */
public final class ClientSync implements AioClient {
    private static final int WORD_BYTES = Long.BYTES;
    private static final int ARGS = 6;

    private final AddressSpace memory;
    private final int depth;
    private final int bufferBytes;
    private final AttributePlan attributes;
    private final Calls calls;
    private final int placeBytes;
    private final int returnBytes;
    private final long timeout;
    private final long returns;
    private final long places;
    private final long buffers;
    private final int[] numbers;
    private final int[] attrBytes;
    private final int[] prepared;
    private int preparedFirst;
    private int preparedCount;
    private final int[] doneSlots;
    private final long[] doneResults;
    private int done;

    /** Numbers of the system calls. */
    private record Calls(int attrs, int read, int write, int flush, int sleep) {
        static Calls of(SyscallTable table) {
            return new Calls(
                    table.number("syscall_attrs"),
                    table.number("pread64"),
                    table.number("pwrite64"),
                    table.number("fdatasync"),
                    table.number("nanosleep"));
        }
    }

    /**
     * A client in the memory of {@code task}.
     *
     * @param depth requests prepared at once
     * @param bufferBytes greatest length of a request
     * @param asked attributes of every IO
     */
    public ClientSync(Task task, int depth, int bufferBytes, List<Attribute> asked) {
        this.depth = depth;
        this.bufferBytes = bufferBytes;
        memory = task.memory();
        attributes = new AttributePlan(task, asked);
        calls = Calls.of(task.kernel().syscalls());
        placeBytes = ARGS * WORD_BYTES + attributes.requestBytes(true);
        returnBytes = attributes.returnBytes();
        timeout = memory.map(2L * WORD_BYTES + returnBytes + (long) depth * placeBytes);
        returns = timeout + 2 * WORD_BYTES;
        places = returns + returnBytes;
        buffers = memory.map((long) depth * bufferBytes);
        numbers = new int[depth];
        attrBytes = new int[depth];
        prepared = new int[depth];
        doneSlots = new int[depth];
        doneResults = new long[depth];
    }

    @Override
    public Operation setUp(Task task) {
        return task.operation().compute(0);
    }

    @Override
    public long setUpDone(Task task, long result) {
        return 0;
    }

    @Override
    public void prepare(int slot, IoRequest request) {
        boolean writes = request.kind == IoRequest.Kind.WRITE;
        long at = places + (long) slot * placeBytes;
        memory.putLong(at, request.fd);
        memory.putLong(at + WORD_BYTES, buffers + (long) slot * bufferBytes);
        memory.putLong(at + 2 * WORD_BYTES, request.lengthBytes);
        memory.putLong(at + 3 * WORD_BYTES, request.offsetBytes);
        attributes.put(
                at + ARGS * WORD_BYTES,
                writes,
                buffers + (long) slot * bufferBytes,
                request.lengthBytes);
        attrBytes[slot] = attributes.requestBytes(writes);
        numbers[slot] = switch (request.kind) {
            case READ -> calls.read();
            case WRITE -> calls.write();
            case FLUSH -> calls.flush();
        };
        prepared[(preparedFirst + preparedCount++) % depth] = slot;
    }

    @Override
    public int prepared() {
        return preparedCount;
    }

    @Override
    public Operation submit(Task task) {
        int slot = prepared[preparedFirst];
        long at = places + (long) slot * placeBytes;
        long attrs = at + ARGS * WORD_BYTES;
        return task.operation()
                .syscall(
                        calls.attrs(),
                        numbers[slot],
                        at,
                        attrs,
                        attrBytes[slot],
                        returns,
                        returnBytes);
    }

    /** The call is over, and so is its IO: an error is its result. */
    @Override
    public int submitted(long result) {
        if (done == depth) {
            throw violated("%d calls are done, and nobody took their results", done);
        }
        doneSlots[done] = dropFirst();
        doneResults[done++] = result;
        return 1;
    }

    @Override
    public int dropFirst() {
        int slot = prepared[preparedFirst];
        preparedFirst = (preparedFirst + 1) % depth;
        preparedCount--;
        return slot;
    }

    /** What is done is there already; sleeps if that is nothing. */
    @Override
    public Operation reap(Task task, int eventsMin, long timeoutNanos) {
        return done > 0 || timeoutNanos <= 0
                ? task.operation().compute(0)
                : sleep(task, timeoutNanos);
    }

    @Override
    public int reaped(long result) {
        int count = done;
        done = 0;
        return count;
    }

    @Override
    public int slot(int index) {
        return doneSlots[index];
    }

    @Override
    public long result(int index) {
        return doneResults[index];
    }

    @Override
    public Operation sleep(Task task, long nanos) {
        Timespec.put(memory, timeout, nanos);
        return task.operation().syscall(calls.sleep(), timeout, 0, 0);
    }

    @Override
    public Operation tearDown(Task task) {
        return task.operation().compute(0);
    }

    @Override
    public void beginUserReap() {
        // there is nothing to be taken in user space
    }

    @Override
    public boolean userReapDone() {
        return true;
    }

    @Override
    public int userReaped() {
        return 0;
    }

    @Override
    public Operation userReapStep(Task task, long result) {
        return task.operation().compute(0);
    }
}
