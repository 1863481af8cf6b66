package dev.kiosim.kernel.aio;

import dev.kiosim.block.Plug;
import dev.kiosim.engine.Engine;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.KernelConfig;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Profile;
import dev.kiosim.kernel.SteppedProgram;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.trace.Tracer;

/** A machine without costs, one process, and its calls of the classic ABI, one line each. */
final class ClassicMachine {
    static final long BAD_POINTER = 0x1000;
    static final long KERNEL_POINTER = 0xffff_8000_0000_0000L;
    static final int POLLIN = OpenFile.POLLIN;

    final Engine engine = new Engine(1);
    final Kernel kernel;
    final Aio aio;
    final AioV1 v1;
    final Process process;
    final AddressSpace memory;
    final SteppedProgram program = new SteppedProgram();
    final AioRingView ring = new AioRingView();
    final long scratch;

    ClassicMachine(Profile profile, int cpus) {
        kernel = new Kernel(
                engine, KernelConfig.of(profile, cpus, CostTable.FREE), new Plug(), Tracer.NONE);
        PlainSyscalls.addTo(kernel);
        aio = new Aio(kernel);
        v1 = AioV1.addTo(aio);
        process = kernel.newProcess("test");
        memory = process.memory();
        program.start(kernel, process, "test", 0);
        scratch = memory.map(1 << 20);
    }

    static ClassicMachine modern() {
        return new ClassicMachine(Profile.MODERN, 2);
    }

    long call(int number, long... args) {
        return call(program, number, args);
    }

    long call(SteppedProgram caller, int number, long... args) {
        return caller.run(operation -> operation.syscall(
                number,
                at(args, 0),
                at(args, 1),
                at(args, 2),
                at(args, 3),
                at(args, 4),
                at(args, 5)));
    }

    private static long at(long[] args, int index) {
        return index < args.length ? args[index] : 0;
    }

    /** A further thread of the same process, on CPU 1. */
    SteppedProgram thread() {
        SteppedProgram thread = new SteppedProgram();
        thread.start(kernel, process, "thread", Task.ANY_CPU);
        return thread;
    }

    /** io_setup; the address of the context, or -errno. */
    long setup(long events) {
        long ctxp = memory.map(8);
        long result = call(AioV1.IO_SETUP, events, ctxp);
        return result == 0 ? memory.getLong(ctxp) : result;
    }

    AioRingView ring(long context) {
        return ring.wrap(memory, context);
    }

    /** A fresh iocb. */
    IocbView iocb(int opcode, int fd, long buf, long nbytes, long offset) {
        return new IocbView()
                .wrap(memory, memory.map(IocbView.SIZE_BYTES))
                .opcode(opcode)
                .fildes(fd)
                .buf(buf)
                .nbytes(nbytes)
                .offset(offset);
    }

    IocbView pollOf(int fd, int mask) {
        return iocb(AioOperations.POLL, fd, mask, 0, 0);
    }

    long submit(long context, IocbView... iocbs) {
        long array = memory.map(Math.max(1, iocbs.length) * 8L);
        for (int i = 0; i < iocbs.length; i++) {
            memory.putLong(array + i * 8L, iocbs[i].address());
        }
        return call(AioV1.IO_SUBMIT, context, iocbs.length, array);
    }

    /** Submits one iocb until it is refused; how often it was accepted. */
    int submitUntilRefused(long context, IocbView iocb) {
        int accepted = 0;
        while (submit(context, iocb) == 1) {
            accepted++;
        }
        return accepted;
    }

    /** io_getevents without waiting; events land at {@link #scratch}. */
    long reap(long context, long nr) {
        return getevents(context, 0, nr, 0);
    }

    long getevents(long context, long min, long nr, long timeoutNanos) {
        long timeout = memory.map(16);
        memory.putLong(timeout + 8, timeoutNanos);
        return call(AioV1.IO_GETEVENTS, context, min, nr, scratch, timeout);
    }

    IoEventView event(int index) {
        return new IoEventView().wrap(memory, scratch + (long) index * IoEventView.SIZE_BYTES);
    }

    /** A pipe: read end in [0], write end in [1]. */
    int[] pipe() {
        long fds = memory.map(8);
        call(PlainSyscalls.PIPE, fds);
        return new int[] {memory.getInt(fds), memory.getInt(fds + 4)};
    }

    long write(int fd, long bytes) {
        return call(PlainSyscalls.WRITE, fd, memory.map(bytes), bytes);
    }

    int eventfd(long initial) {
        return (int) call(PlainSyscalls.EVENTFD2, initial, OpenFile.O_NONBLOCK);
    }

    /** Reads an eventfd: its count, or -errno. */
    long readEventfd(int fd) {
        long buffer = memory.map(8);
        long result = call(PlainSyscalls.READ, fd, buffer, 8);
        return result == 8 ? memory.getLong(buffer) : result;
    }
}
