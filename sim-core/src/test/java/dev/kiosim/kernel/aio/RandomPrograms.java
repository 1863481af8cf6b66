package dev.kiosim.kernel.aio;

import dev.kiosim.block.FakeDevice;
import dev.kiosim.block.Plug;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.KernelConfig;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Profile;
import dev.kiosim.kernel.vfs.BlockFile;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.trace.Tracer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A machine on which several tasks of one process submit, reap, cancel and destroy at random, and
 * the books about it: what was accepted, what completed, what was delivered, in which order.
 */
final class RandomPrograms {
    private static final long FILE_BYTES = 1 << 20;

    final RandomStream random;
    final Engine engine;
    final FakeDevice device;
    final Kernel kernel;
    final Aio aio;
    final Process process;
    final TestedAbi abi;
    final int fd;
    final List<RandomTask> tasks = new ArrayList<>();
    /** Contexts that live, as far as the programs know. */
    final List<Context> contexts = new ArrayList<>();
    /** All contexts ever. */
    private final Map<Long, Context> byId = new LinkedHashMap<>();

    private final Map<Long, Context> accepted = new LinkedHashMap<>();
    private long nextData = 1;
    private int working;

    /** What happened in one context. */
    static final class Context {
        final long id;
        final List<Long> completed = new ArrayList<>();
        final List<Long> delivered = new ArrayList<>();
        boolean destroyed;

        Context(long id) {
            this.id = id;
        }
    }

    RandomPrograms(long seed, Function<RandomPrograms, TestedAbi> makeAbi) {
        random = RandomStream.named(seed, "program");
        engine = new Engine(seed);
        CostTable[] costs = {CostTable.FREE, CostTable.SERVER_2013, CostTable.MODERN_VM};
        int cpus = 1 + random.nextInt(4);
        CostTable table = costs[random.nextInt(costs.length)];
        KernelConfig config = KernelConfig.of(Profile.MODERN, cpus, table);
        kernel = new Kernel(engine, config, new Plug(), Tracer.NONE);
        device = new FakeDevice(engine, FILE_BYTES >> 9, 1);
        aio = new Aio(kernel);
        aio.onCompletion(this::completed);
        process = kernel.newProcess("random");
        fd = process.files()
                .install(new BlockFile(
                        kernel,
                        "data",
                        OpenFile.O_RDWR | OpenFile.O_DIRECT,
                        device,
                        0,
                        FILE_BYTES,
                        0,
                        0));
        abi = makeAbi.apply(this);
        working = 1 + random.nextInt(4);
        for (int i = 0; i < working; i++) {
            tasks.add(new RandomTask(this, 10 + random.nextInt(30)));
        }
    }

    /** Runs all programs to their end, walking all structures after every event. */
    void run() {
        for (int i = 0; i < tasks.size(); i++) {
            kernel.startTask(process, "t" + i, tasks.get(i));
        }
        int steps = 0;
        while (working > 0) {
            if (!engine.step()) {
                throw new AssertionError("somebody sleeps for ever");
            }
            if (steps++ > 1_000_000) {
                throw new AssertionError("no end in sight");
            }
            abi.checkInvariants();
        }
        checkBooks();
    }

    private void checkBooks() {
        check(aio.inFlight() == 0, "requests in flight at the end");
        check(aio.accepted() == aio.completed(), "accepted and completed differ");
        check(accepted.isEmpty(), "accepted, and never completed: " + accepted.keySet());
        for (Context context : byId.values()) {
            int delivered = context.delivered.size();
            check(delivered <= context.completed.size(), "more delivered than completed");
            checkOrder(context, delivered);
            check(
                    context.destroyed || delivered == context.completed.size(),
                    "completed, and never delivered, of " + context.completed);
        }
    }

    private void checkOrder(Context context, int delivered) {
        List<Long> expected = new ArrayList<>(context.completed.subList(0, delivered));
        List<Long> seen = new ArrayList<>(context.delivered);
        if (!abi.keepsOrder()) {
            Collections.sort(expected);
            Collections.sort(seen);
        }
        check(seen.equals(expected), "completed " + expected + ", delivered " + seen);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    // The books

    private void completed(AioKiocb request) {
        Context context = byId.get(abi.contextId(request));
        if (context == null) {
            throw new AssertionError("completion for a context that nobody set up");
        }
        context.completed.add(request.userData);
        // an IO that completes inside the submission is not on the list of accepted ones yet
        if (accepted.remove(request.userData) == null) {
            accepted.put(-request.userData, context);
        }
    }

    void accept(Context context, long data) {
        if (accepted.remove(-data) == null) {
            accepted.put(data, context);
        }
    }

    void setUp(long id) {
        Context context = new Context(id);
        contexts.add(context);
        byId.put(id, context);
    }

    long nextData() {
        return nextData++;
    }

    /** Whether a task is the last one that works: it clears up. */
    boolean isLast() {
        return working == 1;
    }

    void finished() {
        working--;
    }
}
