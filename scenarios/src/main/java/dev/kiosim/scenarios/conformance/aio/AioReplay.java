package dev.kiosim.scenarios.conformance.aio;

import dev.kiosim.block.Plug;
import dev.kiosim.engine.Engine;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.SteppedProgram;
import dev.kiosim.kernel.Task;
import dev.kiosim.kernel.aio.Aio;
import dev.kiosim.kernel.aio.AioV1;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.kernel.vfs.FileSystem;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.scenarios.conformance.Json;
import dev.kiosim.trace.Tracer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The machine of one case: its process, what its names stand for, and its main thread on CPU 0. */
final class AioReplay {
    private static final long DISK_SECTORS = 1L << 26; // 32 GiB: more than any case writes
    private static final int SCRATCH_BYTES = 1 << 22; // 70,000 events and more
    private static final int SIGPIPE = 13;
    private static final int SIGXFSZ = 25;
    private static final long SIG_IGN = 1;

    private final Engine engine = new Engine(0);
    private final Host host;
    private final Kernel kernel;
    private final HostDisk disk;
    private final FileSystem root;
    private final Process process;
    private final AddressSpace memory;
    private final SteppedProgram main = new SteppedProgram();
    private final Addresses addresses;
    private final Map<String, ThreadCall> threads = new LinkedHashMap<>();
    private final Map<String, SteppedProgram> children = new LinkedHashMap<>();
    private final long scratch;
    private final long aioNrAtStart;

    AioReplay(Host host) {
        this.host = host;
        kernel = new Kernel(engine, host.config(), new Plug(), Tracer.NONE);
        disk = new HostDisk(engine, DISK_SECTORS, host.logicalBlockBytes());
        root = FileSystem.onWhole(kernel.pageCache(), disk);
        kernel.vfs().mount("", root);
        root.makeDirectories("/case");
        PlainSyscalls.addTo(kernel);
        AioV1.addTo(new Aio(kernel));
        process = kernel.newProcess("case");
        memory = process.memory();
        addresses = new Addresses(memory);
        main.start(kernel, process, "main", 0);
        scratch = memory.map(SCRATCH_BYTES);
        ignore(SIGPIPE); // as the test program does
        ignore(SIGXFSZ);
        aioNrAtStart = readAioNr();
    }

    private void ignore(int signal) {
        memory.putLong(scratch, SIG_IGN);
        call(PlainSyscalls.RT_SIGACTION, signal, scratch, 0, Long.BYTES);
        memory.putLong(scratch, 0);
    }

    Host host() {
        return host;
    }

    Engine engine() {
        return engine;
    }

    Kernel kernel() {
        return kernel;
    }

    /** The device under all file systems. */
    HostDisk disk() {
        return disk;
    }

    /** The file system at the root. */
    FileSystem root() {
        return root;
    }

    Process process() {
        return process;
    }

    AddressSpace memory() {
        return memory;
    }

    /** What the names of the recording stand for. */
    Addresses names() {
        return addresses;
    }

    SteppedProgram main() {
        return main;
    }

    /** Threads that have started a call, by name. */
    Map<String, ThreadCall> threads() {
        return threads;
    }

    /** Forked children that live, by name. */
    Map<String, SteppedProgram> children() {
        return children;
    }

    /** Memory for arguments of one call; its content does not outlive the step. */
    long scratch() {
        return scratch;
    }

    // What the main thread does

    /** A system call of the main thread. */
    long call(int number, long... args) {
        return call(main, number, args);
    }

    /** A system call of another task. */
    long call(SteppedProgram caller, int number, long... args) {
        return result(caller.run(operation -> operation.syscall(
                number,
                arg(args, 0),
                arg(args, 1),
                arg(args, 2),
                arg(args, 3),
                arg(args, 4),
                arg(args, 5))));
    }

    static long arg(long[] args, int index) {
        return index < args.length ? args[index] : 0;
    }

    private static long result(long result) {
        if (result == Task.BLOCKED) {
            throw new UnknownNameException("the call never returns");
        }
        return result;
    }

    /** Loads 8 bytes as user space does. */
    long loadLong(long address) {
        return result(main.run(operation -> operation.loadLong(address)));
    }

    /** Loads 4 bytes, without sign. */
    long loadInt(long address) {
        return result(main.run(operation -> operation.loadInt(address)));
    }

    /** Stores 4 bytes as user space does. */
    void storeInt(long address, long value) {
        result(main.run(operation -> operation.storeInt(address, (int) value)));
    }

    /** Sleeps. */
    void sleep(long nanos) {
        long seconds = nanos / 1_000_000_000L;
        memory.putLong(scratch, seconds);
        memory.putLong(scratch + Long.BYTES, nanos - seconds * 1_000_000_000L);
        call(PlainSyscalls.NANOSLEEP, scratch);
    }

    /** /proc/sys/fs/aio-nr, less what it was at the start of the case. */
    long aioNrDelta() {
        return readAioNr() - aioNrAtStart;
    }

    private long readAioNr() {
        int fd = open("/proc/sys/fs/aio-nr", 0);
        long length = call(PlainSyscalls.READ, fd, scratch, 32);
        call(PlainSyscalls.CLOSE, fd);
        byte[] text = new byte[(int) length];
        memory.copyFrom(scratch, text, 0, text.length);
        return Long.parseLong(new String(text, StandardCharsets.US_ASCII).strip());
    }

    /** openat: a descriptor; what cannot be opened ends the case. */
    int open(String path, int flags) {
        byte[] bytes = (path + '\0').getBytes(StandardCharsets.UTF_8);
        memory.copyTo(scratch, bytes, 0, bytes.length);
        long fd = call(PlainSyscalls.OPENAT, -100, scratch, flags, 0600);
        if (fd < 0) {
            throw new UnknownNameException("open " + path + ": " + Errno.describe(fd));
        }
        return (int) fd;
    }

    /** How recordings write a result: a number, or the name of an error. */
    static Json described(long result) {
        String text = Errno.describe(result);
        return text.startsWith("-E") ? Json.of(text) : Json.of(result);
    }
}
