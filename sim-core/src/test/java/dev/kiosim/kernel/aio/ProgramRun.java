package dev.kiosim.kernel.aio;

import dev.kiosim.block.FakeDevice;
import dev.kiosim.block.Plug;
import dev.kiosim.engine.Chooser;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.RandomStream;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.KernelConfig;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.kernel.vfs.BlockFile;
import dev.kiosim.kernel.vfs.EventFd;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.trace.Tracer;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a random program: a machine on which several tasks of one process submit, reap, cancel
 * and destroy, with books about it; all structures are walked after every event.
 */
final class ProgramRun {
    private static final long FILE_BYTES = 1 << 20;
    private static final int STEPS_MAX = 100_000;

    final RandomProgram program;
    final Engine engine;
    final FakeDevice device;
    final Kernel kernel;
    final Aio aio;
    final Process process;
    final AddressSpace memory;
    final TestedAbi abi;
    final Books books;
    /** A file opened with O_DIRECT. */
    final int fd;
    /** An eventfd to be polled, written and read. */
    final int eventfd;
    /** Contexts that live, as far as the programs know. */
    final List<Books.Context> contexts = new ArrayList<>();

    private final @Nullable List<String> log;
    private long nextData = 1;
    private int working;

    /** {@code log} gets a line for each step; null if nobody is to read about it. */
    private ProgramRun(RandomProgram program, @Nullable List<String> log) {
        this.program = program;
        this.log = log;
        RandomProgram.Machine machine = program.machine();
        RandomStream order = RandomStream.named(program.seed(), "order");
        engine = new Engine(
                program.seed(), machine.choosesAtRandom() ? Chooser.seeded(order) : null);
        KernelConfig config = KernelConfig.of(machine.profile(), machine.cpus(), machine.costs());
        kernel = new Kernel(engine, config, new Plug(), Tracer.NONE);
        device = new FakeDevice(engine, FILE_BYTES >> 9, 1);
        aio = new Aio(kernel);
        PlainSyscalls.addTo(kernel);
        process = kernel.newProcess("random");
        memory = process.memory();
        abi = program.kind().addTo(this);
        books = new Books(abi);
        aio.onCompletion(books::completed);
        fd = process.files().install(directFile());
        eventfd = process.files().install(new EventFd(kernel, 0, OpenFile.O_NONBLOCK));
    }

    private OpenFile directFile() {
        int flags = OpenFile.O_RDWR | OpenFile.O_DIRECT;
        return new BlockFile(kernel, "data", flags, device, 0, FILE_BYTES, 0, 0);
    }

    /** Runs it to its end; throws if something does not hold. */
    static void run(RandomProgram program) {
        new ProgramRun(program, null).run();
    }

    /** Runs it, and gives a line for each step; the last says what went wrong, if something did. */
    static List<String> tell(RandomProgram program) {
        List<String> log = new ArrayList<>();
        log.add(program.toString());
        try {
            new ProgramRun(program, log).run();
        } catch (RuntimeException | AssertionError broken) {
            log.add("  BROKEN: " + broken.getMessage());
        }
        return log;
    }

    private void run() {
        working = program.tasks().size();
        for (int i = 0; i < working; i++) {
            RandomTask task = new RandomTask(this, program.tasks().get(i));
            kernel.startTask(process, "t" + i, task);
        }
        for (int steps = 0; working > 0; steps++) {
            if (!engine.step()) {
                throw new AssertionError("somebody sleeps for ever: " + sleepers());
            }
            if (steps > STEPS_MAX) {
                throw new AssertionError("no end in sight");
            }
            aio.checkInvariants();
        }
        if (aio.inFlight() != 0 || aio.accepted() != aio.completed()) {
            throw new AssertionError(aio.inFlight() + " requests in flight at the end");
        }
        books.close();
    }

    private List<String> sleepers() {
        return kernel.tasks().stream()
                .filter(task -> task.state() != Task.State.EXITED)
                .map(task -> task + " " + task.state() + " on CPU " + task.cpu().number()
                        + ", " + task.operation().kind() + " "
                        + task.operation().syscallNumber())
                .toList();
    }

    AioV2Config config(V2Variant variant) {
        RandomProgram.Machine machine = program.machine();
        return new AioV2Config(machine.ringBytes(), machine.ringStart(), variant);
    }

    boolean isTold() {
        return log != null;
    }

    void tell(String task, String line) {
        if (log != null) {
            log.add(String.format("  t=%-8d %s %s", engine.nowNanos(), task, line));
        }
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
