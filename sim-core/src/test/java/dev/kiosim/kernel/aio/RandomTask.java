package dev.kiosim.kernel.aio;

import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Program;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;
import java.util.List;

/**
 * A random program of one task. When it has done its steps, the last one of all drains every
 * context, so that whatever was accepted must turn up.
 */
final class RandomTask implements Program {
    private static final int IOCBS_MAX = 6;
    private static final int BUFFER_BYTES = 1 << 14;

    private enum Doing {
        NOTHING,
        SETUP,
        SUBMIT,
        REAP,
        CANCEL,
        DESTROY
    }

    private final RandomPrograms books;
    private final RandomStream random;
    private final AddressSpace memory;
    private final TestedAbi abi;
    private final long area;
    private final long pointer;
    private final long timeout;
    private final long events;
    private final long buffer;
    private final long[] data = new long[IOCBS_MAX];
    private Doing doing = Doing.NOTHING;
    private RandomPrograms.Context context;
    private int iocbs;
    private int stepsLeft;

    RandomTask(RandomPrograms books, int steps) {
        this.books = books;
        random = books.random;
        memory = books.process.memory();
        abi = books.abi;
        stepsLeft = steps;
        area = memory.map(4096);
        pointer = memory.map(4096);
        timeout = pointer + 64;
        events = memory.map(BUFFER_BYTES);
        buffer = memory.map(BUFFER_BYTES);
    }

    @Override
    public Operation next(Task task, long result) {
        finish(result);
        doing = Doing.NOTHING;
        Operation operation = task.operation();
        books.device.setLatencyNanos(random.nextInt(20_000));
        if (stepsLeft-- > 0) {
            step(operation);
        } else if (!books.isLast() || !drain(operation)) {
            books.finished();
            operation.end();
        }
        return operation;
    }

    private void step(Operation operation) {
        if (books.contexts.isEmpty()) {
            setup(operation);
            return;
        }
        context = books.contexts.get(random.nextInt(books.contexts.size()));
        int dice = random.nextInt(100);
        if (dice < 40) {
            submit(operation);
        } else if (dice < 75) {
            reap(operation, random.nextInt(4) == 0 ? 0 : random.nextInt(30_000));
        } else if (dice < 85) {
            doing = Doing.CANCEL;
            abi.cancel(operation, context.id, area, pointer + 128);
        } else if (dice < 88 && abi.destroys()) {
            doing = Doing.DESTROY;
            books.contexts.remove(context);
            context.destroyed = true;
            abi.destroy(operation, context.id);
        } else if (dice < 92) {
            setup(operation);
        } else {
            operation.compute(random.nextInt(10_000));
        }
    }

    private void setup(Operation operation) {
        doing = Doing.SETUP;
        memory.putLong(pointer, 0);
        abi.setup(operation, pointer, random);
    }

    private void submit(Operation operation) {
        doing = Doing.SUBMIT;
        iocbs = 1 + random.nextInt(IOCBS_MAX);
        for (int i = 0; i < iocbs; i++) {
            data[i] = books.nextData();
            abi.put(memory, area, i, request(data[i]), random);
        }
        abi.submit(operation, memory, context.id, area, iocbs);
    }

    /** Mostly good; some fail in the file, some are refused. */
    private TestedAbi.Request request(long number) {
        int dice = random.nextInt(40);
        long offset = random.nextInt(64) * 4096L + (dice == 0 ? 1 : 0);
        int opcode = dice == 1 ? 77 : random.nextInt(2);
        int fd = dice == 2 ? 99 : books.fd;
        return new TestedAbi.Request(number, opcode, fd, buffer, 4096, offset);
    }

    private void reap(Operation operation, long timeoutNanos) {
        doing = Doing.REAP;
        memory.putLong(timeout, 0);
        memory.putLong(timeout + 8, timeoutNanos);
        abi.reap(operation, memory, context.id, events, 2 + random.nextInt(10), timeout);
    }

    /** Reaps from each context until nothing is in flight and nothing was left; false when done. */
    private boolean drain(Operation operation) {
        for (RandomPrograms.Context each : books.contexts) {
            if (books.aio.inFlight() > 0 || each.delivered.size() < each.completed.size()) {
                context = each;
                reap(operation, 50_000);
                return true;
            }
        }
        return false;
    }

    private void finish(long result) {
        switch (doing) {
            case SETUP -> {
                if (result == 0) {
                    books.setUp(memory.getLong(pointer));
                }
            }
            case SUBMIT -> {
                int count = result < 0 ? 0 : abi.accepted(memory, area, iocbs, result);
                for (int i = 0; i < count; i++) {
                    books.accept(context, data[i]);
                }
            }
            case REAP -> takeEvents(result);
            case NOTHING, CANCEL, DESTROY -> {}
        }
    }

    private void takeEvents(long result) {
        if (result == -Errno.EFAULT || result == -Errno.EINTR) {
            throw new AssertionError("reaping gave " + Errno.describe(result));
        }
        List<Long> reaped = result < 0 ? List.of() : abi.reaped(memory, events, result);
        context.delivered.addAll(reaped);
    }
}
