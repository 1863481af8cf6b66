package dev.kiosim.kernel.aio;

import dev.kiosim.block.FakeDevice;
import dev.kiosim.block.Plug;
import dev.kiosim.engine.Engine;
import dev.kiosim.kernel.CostTable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.KernelConfig;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.Profile;
import dev.kiosim.kernel.ScriptedTask;
import dev.kiosim.kernel.syscall.PlainSyscalls;
import dev.kiosim.kernel.vfs.BlockFile;
import dev.kiosim.kernel.vfs.OpenFile;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.trace.Tracer;
import java.util.ArrayList;
import java.util.List;

/**
 * A small machine with the new ABI: one file on a fake device, one process, one task that obeys.
 */
final class V2Machine {
    static final long FILE_BYTES = 1 << 20;
    static final long LATENCY_NANOS = 1_000;

    final Engine engine = new Engine(1);
    final FakeDevice device = new FakeDevice(engine, FILE_BYTES >> 9, LATENCY_NANOS);
    final Kernel kernel;
    final Aio aio;
    final AioV2 abi;
    final Process process;
    final AddressSpace memory;
    final ScriptedTask task;
    final int fd;
    /** Room for iocbs. */
    final long iocbs;
    /** Room for events. */
    final long events;
    /** Where data go. */
    final long buffer;

    private final long contextPointer;
    private final long timeout;

    V2Machine() {
        this(AioV2Config.usual(), KernelConfig.ALL_ATTRIBUTES, CostTable.FREE);
    }

    V2Machine(AioV2Config config, long knownAttributes, CostTable costs) {
        KernelConfig usual = KernelConfig.of(Profile.MODERN, 4, costs);
        kernel = new Kernel(
                engine,
                new KernelConfig(
                        usual.profile(),
                        usual.possibleCpus(),
                        usual.onlineCpus(),
                        costs,
                        usual.aioMaxNr(),
                        knownAttributes,
                        usual.workersMax(),
                        usual.workerIdleNanos(),
                        usual.timesliceNanos()),
                new Plug(),
                Tracer.NONE);
        aio = new Aio(kernel);
        abi = AioV2.addTo(aio, config);
        PlainSyscalls.addTo(kernel);
        process = kernel.newProcess("test");
        memory = process.memory();
        task = new ScriptedTask(kernel, process, "test");
        fd = process.files().install(file(OpenFile.O_RDWR));
        iocbs = memory.map(1 << 20);
        events = memory.map(1 << 20);
        buffer = memory.map(1 << 20);
        contextPointer = memory.map(4096);
        timeout = memory.map(4096);
    }

    OpenFile file(int flags) {
        return new BlockFile(
                kernel, "data", flags | OpenFile.O_DIRECT, device, 0, FILE_BYTES, 0, 0);
    }

    /** A further task of the same process. */
    ScriptedTask anotherTask(String name) {
        return new ScriptedTask(kernel, process, name);
    }

    long setup(int features) {
        memory.putLong(contextPointer, 0);
        long result = task.syscall(AioV2.IO_SETUP2, contextPointer, 2, features, -1);
        return result < 0 ? result : memory.getLong(contextPointer);
    }

    KioctxV2 context(long id) {
        return abi.find(process, id);
    }

    /** Writes an iocb that reads 4 KiB with attributes (id and payload words each). */
    long putRead(long at, long data, long[]... attributes) {
        return putIocb(at, AioOperations.PREAD, data, attributes);
    }

    /** Writes an iocb with attributes (id and payload words each); returns its length. */
    long putIocb(long at, int opcode, long data, long[]... attributes) {
        IocbView iocb = new IocbView().wrap(memory, at);
        iocb.data(data).key(0).rwFlags(0).opcode(opcode).priority(0).fildes(fd);
        iocb.buf(buffer).nbytes(4096).offset(0).flags(0).resfd(0);
        long end = at + IocbView.SIZE_BYTES;
        IocbAttrView view = new IocbAttrView();
        for (long[] attribute : attributes) {
            int size = IocbAttrView.SIZE_BYTES + (attribute.length - 1) * Long.BYTES;
            view.wrap(memory, end).cookie(end).size(size).id((int) attribute[0]);
            for (int i = 1; i < attribute.length; i++) {
                view.payload(i - 1, attribute[i]);
            }
            end += size;
        }
        iocb.attrBytes(end - at - IocbView.SIZE_BYTES);
        return end - at;
    }

    static long[] attribute(Attribute attribute, long... payload) {
        long[] all = new long[payload.length + 1];
        all[0] = attribute.id();
        System.arraycopy(payload, 0, all, 1, payload.length);
        return all;
    }

    long submit(long context, long bytes) {
        return task.syscall(AioV2.IO_SUBMIT2, context, iocbs, bytes);
    }

    /** Submits one read with attributes. */
    long submitRead(long context, long data, long[]... attributes) {
        return submit(context, putRead(iocbs, data, attributes));
    }

    long getevents(long context, long bytes, long timeoutNanos) {
        return task.syscall(AioV2.IO_GETEVENTS2, context, events, bytes, timeout(timeoutNanos));
    }

    long timeout(long nanos) {
        if (nanos < 0) {
            return 0;
        }
        memory.putLong(timeout, nanos / 1_000_000_000L);
        memory.putLong(timeout + 8, nanos % 1_000_000_000L);
        return timeout;
    }

    IoEventV2View event() {
        return new IoEventV2View().wrap(memory, events);
    }

    /** The data of the events that {@link #getevents} copied into {@code bytes}. */
    List<Long> reaped(long bytes) {
        List<Long> data = new ArrayList<>();
        IoEventV2View event = event();
        while (event.address() < events + bytes) {
            data.add(event.data());
            event.next();
        }
        return data;
    }
}
