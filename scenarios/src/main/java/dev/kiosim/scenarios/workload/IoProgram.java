package dev.kiosim.scenarios.workload;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Operation;
import dev.kiosim.kernel.Program;
import dev.kiosim.kernel.Task;

/**
 * Keeps up to {@code iodepth} requests in flight: prepares what is due, submits, reaps, and so on
 * until the source has ended and every answer is in. As fio's main loop.
 *
 * <pre>
 * START --delay over--> SETTING_UP --> FILL --something prepared--> SUBMITTING --> FILL
 *    nothing due, or full: FILL --> REAPING (or USER_REAPING) --> FILL
 *    source ended, all answered: FILL --> TEARING_DOWN --> ended
 * </pre>
 */
public final class IoProgram implements Program {
    private enum Phase {
        START,
        DELAYED,
        SETTING_UP,
        SUBMITTING,
        USER_REAPING,
        REAPING,
        THINKING,
        TEARING_DOWN
    }

    private final IoProgramConfig config;
    private final RequestSource source;
    private final ClientFactory clients;
    private final IoRequest request = new IoRequest();
    private final int[] freeSlots;
    private @Nullable AioClient client;
    private Phase phase = Phase.START;
    private int freeCount;
    private int inFlight;
    private boolean hasRequest;
    private boolean sourceEnded;
    private long refused;
    private long failedSetUp;

    /** Makes the client of the scenario's ABI for a task. */
    @FunctionalInterface
    public interface ClientFactory {
        /** A client for {@code depth} requests of up to {@code bufferBytes}. */
        AioClient make(Task task, int depth, int bufferBytes);
    }

    /** A program that asks {@code source} for requests. */
    public IoProgram(IoProgramConfig config, RequestSource source, ClientFactory clients) {
        this.config = config;
        this.source = source;
        this.clients = clients;
        freeSlots = new int[config.iodepth()];
        for (int i = config.iodepth() - 1; i >= 0; i--) {
            freeSlots[freeCount++] = i;
        }
    }

    /** How many requests the kernel refused at submit. */
    public long refused() {
        return refused;
    }

    /** 0, or the -errno with which the context could not be set up. */
    public long failedSetUp() {
        return failedSetUp;
    }

    /** Why the context could not be set up, for people. */
    public String describeFailedSetUp() {
        return "the context could not be set up: " + Errno.describe(failedSetUp);
    }

    @Override
    public Operation next(Task task, long result) {
        return switch (phase) {
            case START -> start(task);
            case DELAYED -> setUp(task);
            case SETTING_UP -> isSetUp(task, result);
            case SUBMITTING -> submitted(task, result);
            case USER_REAPING -> userReaping(task, result);
            case REAPING -> reaped(task, result);
            case THINKING -> fill(task);
            case TEARING_DOWN -> task.operation().end();
        };
    }

    private AioClient client() {
        AioClient made = client;
        if (made == null) {
            throw violated("a workload does IO before it is set up");
        }
        return made;
    }

    private Operation start(Task task) {
        client = clients.make(task, config.iodepth(), source.lengthBytesMax());
        if (config.startDelayNanos() == 0) {
            return setUp(task);
        }
        phase = Phase.DELAYED;
        return client.sleep(task, config.startDelayNanos());
    }

    private Operation setUp(Task task) {
        phase = Phase.SETTING_UP;
        return client().setUp(task);
    }

    private Operation isSetUp(Task task, long result) {
        failedSetUp = client().setUpDone(task, result);
        return failedSetUp < 0 ? task.operation().end() : fill(task);
    }

    /** Prepares what is due and fits; then submits, reaps, or ends. */
    private Operation fill(Task task) {
        AioClient to = client();
        long now = task.kernel().engine().nowNanos();
        while (freeCount > 0 && to.prepared() < config.submitBatch() && isDue(now)) {
            to.prepare(freeSlots[--freeCount], request);
            hasRequest = false;
        }
        if (to.prepared() > 0) {
            phase = Phase.SUBMITTING;
            return to.submit(task);
        }
        if (inFlight == 0 && sourceEnded) {
            phase = Phase.TEARING_DOWN;
            return to.tearDown(task);
        }
        return reap(task, now);
    }

    private boolean isDue(long now) {
        if (!hasRequest && !sourceEnded) {
            hasRequest = source.next(request, now);
            sourceEnded = !hasRequest;
        }
        return hasRequest && request.dueNanos <= now;
    }

    private Operation submitted(Task task, long result) {
        AioClient to = client();
        int accepted = to.submitted(result);
        inFlight += accepted;
        if (accepted == 0 && result == -Errno.EAGAIN && inFlight > 0) {
            return reap(task, task.kernel().engine().nowNanos()); // no slot: make room first
        }
        if (accepted == 0) {
            refused++;
            freeSlots[freeCount++] = to.dropFirst();
        }
        if (to.prepared() > 0) {
            return to.submit(task);
        }
        return fill(task);
    }

    private Operation reap(Task task, long now) {
        boolean reapsInUserSpace = config.reapsInUserSpace() || client().takesOnlyInUserSpace();
        if (reapsInUserSpace && inFlight > 0) {
            phase = Phase.USER_REAPING;
            client().beginUserReap();
            return client().userReapStep(task, 0);
        }
        return reapInKernel(task, now);
    }

    private Operation reapInKernel(Task task, long now) {
        phase = Phase.REAPING;
        boolean waitsForTime = freeCount > 0 && hasRequest && client().prepared() == 0;
        long timeout = waitsForTime ? Math.max(0, request.dueNanos - now) : -1;
        int least = inFlight == 0 ? 1 : Math.min(config.reapBatchMin(), inFlight);
        return client().reap(task, least, timeout);
    }

    private Operation userReaping(Task task, long result) {
        AioClient from = client();
        if (!from.userReapDone()) {
            return from.userReapStep(task, result);
        }
        int events = from.userReaped();
        if (events == 0) {
            return reapInKernel(task, task.kernel().engine().nowNanos());
        }
        return take(task, events);
    }

    private Operation reaped(Task task, long result) {
        if (result < 0 && !client().cameToNothing(result)) {
            throw violated("%s reaps and gets %s", task, Errno.describe(result));
        }
        return take(task, result < 0 ? 0 : client().reaped(result));
    }

    private Operation take(Task task, int events) {
        AioClient from = client();
        for (int i = 0; i < events; i++) {
            freeSlots[freeCount++] = from.slot(i);
        }
        inFlight -= events;
        if (inFlight < 0 || freeCount + inFlight + from.prepared() != config.iodepth()) {
            throw violated("%s took %d events, and has %d in flight", task, events, inFlight);
        }
        if (events > 0 && config.thinkNanos() > 0) {
            phase = Phase.THINKING;
            return from.sleep(task, config.thinkNanos());
        }
        return fill(task);
    }
}
