package dev.kiosim.kernel.aio;

import dev.kiosim.block.BioStatus;
import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Program;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.RandomProgram.Step;
import dev.kiosim.kernel.aio.RandomProgram.What;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.memory.AddressSpace;
import java.util.List;

/**
 * One task of a random program. When it has done its steps, the last one of all drains every
 * context, so that whatever was accepted must turn up.
 */
final class RandomTask implements Program {
    private static final int IOCBS_MAX = 6;
    private static final int BUFFER_BYTES = 1 << 14;
    private static final int FAULTY_STATUSES = 2;
    /** When nothing is in flight, a context that gave nothing twice gives nothing any more. */
    private static final int QUIET_REAPS_MAX = 2;

    private final ProgramRun run;
    private final List<Step> steps;
    private final AddressSpace memory;
    private final RandomRequests requests;
    private final long area;
    private final long pointer;
    private final long timeout;
    private final long events;
    private final long[] data = new long[IOCBS_MAX];
    private What doing = What.COMPUTE;
    private Books.@Nullable Context context;
    private TestedAbi.@Nullable UserReap userReap;
    private String told = "";
    private int iocbs;
    private int next;
    private boolean drainsByEvent;
    private int quietReaps;

    RandomTask(ProgramRun run, List<Step> steps) {
        this.run = run;
        this.steps = steps;
        memory = run.memory;
        area = memory.map(4096);
        pointer = memory.map(4096);
        timeout = pointer + 64;
        events = memory.map(BUFFER_BYTES);
        requests = new RandomRequests(run, area + 2048);
    }

    @Override
    public Operation next(Task task, long result) {
        Operation operation = task.operation();
        TestedAbi.UserReap reap = userReap;
        if (reap != null) {
            boolean goesOn = reap.step(operation, result);
            reap.taken().forEach(run.books::deliver);
            if (goesOn) {
                return operation;
            }
            userReap = null;
            context().userReapers--;
        }
        finish(task, result);
        doing = What.COMPUTE;
        told = "";
        if (next < steps.size()) {
            begin(operation, steps.get(next++));
        } else if (!run.isLast() || !drain(operation)) {
            run.finished();
            operation.end();
        }
        return operation;
    }

    private void begin(Operation operation, Step step) {
        RandomStream random = RandomStream.named(step.seed(), "step");
        run.device.setLatencyNanos(random.nextInt(20_000));
        doing = run.contexts.isEmpty() ? What.SETUP : step.what();
        if (!run.contexts.isEmpty()) {
            context = run.contexts.get(step.context() % run.contexts.size());
        }
        switch (doing) {
            case SETUP -> setUp(operation, random);
            case SUBMIT -> submit(operation, random);
            case REAP -> reap(operation, 2 + random.nextInt(10), timeoutNanos(random));
            case USER_REAP -> userReap(operation);
            case CANCEL -> cancel(operation, random.nextInt(IOCBS_MAX));
            case DESTROY -> destroy(operation);
            case WRITE_EVENTFD -> eventfd(operation, PlainSyscalls.WRITE);
            case READ_EVENTFD -> eventfd(operation, PlainSyscalls.READ);
            case COMPUTE -> operation.compute(random.nextInt(10_000));
            case FAULT -> fault(operation, random.nextInt(2 * FAULTY_STATUSES));
        }
    }

    private static long timeoutNanos(RandomStream random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> 0;
            case 2 -> random.nextInt(200_000);
            default -> random.nextInt(30_000);
        };
    }

    private void tell(String line) {
        if (run.isTold()) {
            told = line;
        }
    }

    private Books.Context context() {
        Books.Context chosen = context;
        if (chosen == null) {
            throw new AssertionError("a step without a context");
        }
        return chosen;
    }

    private void setUp(Operation operation, RandomStream random) {
        tell("sets up a context");
        memory.putLong(pointer, 0);
        run.abi.setup(operation, pointer, random);
    }

    private void submit(Operation operation, RandomStream random) {
        iocbs = 1 + random.nextInt(Math.min(IOCBS_MAX, run.abi.iocbsMax()));
        StringBuilder line = new StringBuilder("submits to " + context().name);
        for (int i = 0; i < iocbs; i++) {
            data[i] = run.nextData();
            TestedAbi.Request request = requests.draw(data[i], i, random);
            run.abi.put(area, i, request, random);
            line.append(i == 0 ? ": " : ", ").append(request);
        }
        tell(line.toString());
        run.abi.submit(operation, context().id, area, iocbs);
    }

    private void reap(Operation operation, int count, long timeoutNanos) {
        doing = What.REAP;
        tell("reaps from " + context().name + ", waits " + timeoutNanos + " ns");
        memory.putLong(timeout, 0);
        memory.putLong(timeout + 8, timeoutNanos);
        run.abi.reap(operation, context().id, events, count, timeout);
    }

    /** Counts itself in, so that nobody takes the ring away under it. */
    private void userReap(Operation operation) {
        TestedAbi.UserReap reap = run.abi.userReap(context().id);
        if (reap == null) {
            doing = What.COMPUTE;
            operation.compute(100);
            return;
        }
        tell("takes from the mapped ring of " + context().name);
        context().userReapers++;
        userReap = reap;
        reap.step(operation, 0);
    }

    private void cancel(Operation operation, int index) {
        tell("cancels number " + index + " of its last submission, in " + context().name);
        boolean can = index < iocbs
                && run.abi.cancel(operation, context().id, area, index, pointer + 128);
        if (!can) {
            told = "";
            operation.compute(100);
        }
    }

    private void destroy(Operation operation) {
        if (context().userReapers > 0 || !run.abi.destroy(operation, context().id)) {
            doing = What.COMPUTE;
            operation.compute(100);
            return;
        }
        tell("destroys " + context().name);
        run.contexts.remove(context());
        context().destroyed = true;
    }

    private void eventfd(Operation operation, int call) {
        tell(call == PlainSyscalls.WRITE ? "writes the eventfd" : "reads the eventfd");
        memory.putLong(pointer + 256, 1);
        operation.syscall(call, run.eventfd, pointer + 256, 8);
    }

    private void fault(Operation operation, int dice) {
        int[] faults = {BioStatus.EIO, BioStatus.ENODATA};
        run.device.status = dice < FAULTY_STATUSES ? faults[dice] : BioStatus.OK;
        tell("from now on the device answers " + Errno.describe(run.device.status));
        operation.compute(0);
    }

    /** Reaps from each context until nothing is in flight and nothing was left; false when done. */
    private boolean drain(Operation operation) {
        drainsByEvent = !drainsByEvent && run.aio.inFlight() > 0;
        if (drainsByEvent) {
            eventfd(operation, PlainSyscalls.WRITE); // whatever polls it completes
            return true;
        }
        boolean isQuiet = run.aio.inFlight() == 0;
        if (isQuiet && quietReaps++ > QUIET_REAPS_MAX * run.contexts.size()) {
            return false; // something is lost, as the books will say
        }
        for (Books.Context each : run.contexts) {
            if (run.aio.inFlight() > 0 || each.delivered.size() < each.completed.size()) {
                context = each;
                reap(operation, 12, 50_000);
                return true;
            }
        }
        operation.compute(1_000);
        return run.aio.inFlight() > 0;
    }

    private void finish(Task task, long result) {
        if (!told.isEmpty()) {
            run.tell(task.name(), told + " -> " + describe(result));
        }
        switch (doing) {
            case SETUP -> {
                if (result == 0) {
                    long id = memory.getLong(pointer);
                    run.contexts.add(run.books.setUp(run.abi.made(task, id), id));
                }
            }
            case SUBMIT -> {
                int count = result < 0 ? 0 : run.abi.accepted(area, iocbs, result);
                for (int i = 0; i < count; i++) {
                    run.books.accept(data[i]);
                }
            }
            case REAP -> takeReaped(result);
            default -> {}
        }
    }

    private static String describe(long result) {
        return result < 0 && result > -Errno.END ? Errno.describe(result) : Long.toString(result);
    }

    private void takeReaped(long result) {
        if (result == -Errno.EFAULT || result == -Errno.EINTR) {
            throw new AssertionError("reaping gave " + Errno.describe(result));
        }
        List<TestedAbi.Event> reaped = run.abi.reaped(events, result);
        reaped.forEach(run.books::deliver);
        quietReaps = reaped.isEmpty() ? quietReaps : 0;
    }
}
