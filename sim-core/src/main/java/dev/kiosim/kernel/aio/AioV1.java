package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.PerProcess;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.SyscallTable;
import dev.kiosim.kernel.Task;

/**
 * The classic ABI: the contexts of every process, and its six system calls at their x86-64 numbers.
 */
public final class AioV1 {
    public static final int IO_SETUP = 206;
    public static final int IO_DESTROY = 207;
    public static final int IO_GETEVENTS = 208;
    public static final int IO_SUBMIT = 209;
    public static final int IO_CANCEL = 210;
    public static final int IO_PGETEVENTS = 333;

    private final Aio aio;
    private final PerProcess<KioctxTable> tables = new PerProcess<>(this::newTable);
    private int ringSlotsMax = Integer.MAX_VALUE;

    private AioV1(Aio aio) {
        this.aio = aio;
    }

    /** Adds the classic ABI to the kernel that {@code aio} belongs to. */
    public static AioV1 addTo(Aio aio) {
        AioV1 v1 = new AioV1(aio);
        Kernel kernel = aio.kernel();
        SyscallTable syscalls = kernel.syscalls();
        syscalls.add(IO_SETUP, new IoSetup(v1));
        syscalls.add(IO_DESTROY, new IoDestroy(v1));
        syscalls.add(IO_GETEVENTS, new IoGetevents(v1));
        syscalls.add(IO_SUBMIT, new IoSubmit(v1));
        syscalls.add(IO_CANCEL, new IoCancel(v1));
        if (v1.era().hasPgetevents()) {
            syscalls.add(IO_PGETEVENTS, new IoPgetevents(v1));
        }
        kernel.onProcessExit(v1::processExited);
        kernel.vfs().addText("/proc/sys/fs/aio-nr", () -> aio.aioNr() + "\n");
        kernel.vfs().addText("/proc/sys/fs/aio-max-nr", () -> kernel.config().aioMaxNr() + "\n");
        return v1;
    }

    /**
     * Makes every ring set up from now on no longer than {@code slots}, 2 or more. No kernel does
     * so: a page holds 127. For lessons, and for exploring what happens when head comes round.
     */
    public void limitRingSlots(int slots) {
        ringSlotsMax = slots;
    }

    private KioctxTable newTable(Process owner) {
        return new KioctxTable(owner, era());
    }

    /** Which kernels' ABI it is. */
    ClassicEra era() {
        return ClassicEra.of(aio.kernel().config().profile());
    }

    Aio aio() {
        return aio;
    }

    Kernel kernel() {
        return aio.kernel();
    }

    /**
     * The live context whose ring lies at {@code address} in the memory of {@code task}, or null.
     */
    @Nullable
    KioctxV1 find(Task task, long address) {
        KioctxTable table = tables.find(task.process());
        return table == null ? null : table.find(address);
    }

    /** A context with a ring of {@code geometry}, in the table of {@code process}. */
    KioctxV1 make(Process process, RingGeometry geometry) {
        KioctxV1 context = new KioctxV1(aio, process, geometry.limitedTo(ringSlotsMax));
        tables.of(process).add(context);
        return context;
    }

    /** Takes {@code context} out of its table and lets it die. */
    void kill(KioctxV1 context, boolean unmaps) {
        tables.of(context.owner()).remove(context);
        context.kill(unmaps);
    }

    private void processExited(Process process) {
        KioctxTable table = tables.find(process);
        if (table == null) {
            return;
        }
        for (KioctxV1 context = table.first(); context != null; context = table.first()) {
            kill(context, false);
        }
        tables.remove(process);
    }
}
