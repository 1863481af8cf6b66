package dev.kiosim.kernel.aio;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Process;
import dev.kiosim.kernel.SyscallTable;
import dev.kiosim.kernel.vfs.EventFd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;

/** The new ABI of a kernel: its contexts by process and id, and its rows in the syscall table. */
public final class AioV2 {
    public static final int IO_SETUP2 = SyscallTable.FIRST_OWN;
    public static final int IO_SUBMIT2 = SyscallTable.FIRST_OWN + 1;
    public static final int IO_GETEVENTS2 = SyscallTable.FIRST_OWN + 2;
    public static final int IO_CANCEL2 = SyscallTable.FIRST_OWN + 3;
    public static final int IO_DESTROY2 = SyscallTable.FIRST_OWN + 4;
    public static final int IO_SUBMIT_NOCTX = SyscallTable.FIRST_OWN + 5;
    public static final int IO_WAIT_NOCTX = SyscallTable.FIRST_OWN + 6;
    public static final int SYSCALL_ATTRS = SyscallTable.FIRST_OWN + 7;
    public static final int ASYNC_EXEC = SyscallTable.FIRST_OWN + 8;

    private final Aio aio;
    private final AioV2Config config;
    private final Findings findings;
    private final ListPushers pushers;
    private final List<KioctxNoctx> noctx = new ArrayList<>();
    private final List<KioctxV2> contexts = new ArrayList<>();
    private @Nullable KioctxV2 recent;
    private long idsGiven;

    private AioV2(Aio aio, AioV2Config config) {
        this.aio = aio;
        this.config = config;
        findings = new Findings(aio.kernel().engine());
        pushers = new ListPushers(this);
    }

    /** Adds the new ABI to the kernel of {@code aio}. */
    public static AioV2 addTo(Aio aio, AioV2Config config) {
        AioV2 abi = new AioV2(aio, config);
        Kernel kernel = aio.kernel();
        kernel.syscalls()
                .add(IO_SETUP2, new IoSetup2(abi))
                .add(IO_SUBMIT2, new IoSubmit2(abi))
                .add(IO_GETEVENTS2, new IoGetevents2(abi))
                .add(IO_CANCEL2, new IoCancel2(abi))
                .add(IO_DESTROY2, new IoDestroy2(abi))
                .add(IO_SUBMIT_NOCTX, new IoSubmitNoctx(abi))
                .add(IO_WAIT_NOCTX, new IoWaitNoctx(abi))
                .add(SYSCALL_ATTRS, new SyscallAttrs(abi))
                .add(ASYNC_EXEC, new AsyncExec(abi));
        kernel.syslets()
                .onMistakenIdentity((kind, text) -> abi.findings.add(Finding.Kind.of(kind), text));
        kernel.onProcessExit(abi::processExited);
        return abi;
    }

    /** The requests and completions of the kernel. */
    public Aio aio() {
        return aio;
    }

    /** How it is set up. */
    public AioV2Config config() {
        return config;
    }

    /**
     * What a defective variant did wrong, and what syslets that go on as another thread break;
     * empty for the ABI as it should be.
     */
    public Findings findings() {
        return findings;
    }

    /** All live contexts, in the order of set-up. */
    public List<KioctxV2> contexts() {
        return Collections.unmodifiableList(contexts);
    }

    /** A new context of {@code owner}. */
    KioctxV2 newContext(Process owner, int features, @Nullable EventFd eventfd) {
        KioctxV2 context = new KioctxV2(this, owner, features, eventfd, ++idsGiven);
        contexts.add(context);
        return context;
    }

    /** The live context that {@code owner} knows as {@code id}, or null. */
    @Nullable
    KioctxV2 find(Process owner, long id) {
        KioctxV2 last = recent;
        if (last != null && last.id() == id && last.owner() == owner) {
            return last;
        }
        for (int i = 0; i < contexts.size(); i++) {
            KioctxV2 context = contexts.get(i);
            if (context.id() == id && context.owner() == owner) {
                recent = context;
                return context;
            }
        }
        return null;
    }

    /** Which actor pushes on completion lists on CPU {@code cpu}, for the engine's chooser. */
    public static int pusherActor(int cpu) {
        return ListPusher.FIRST_ACTOR + cpu;
    }

    /** Tells what is under way to completion lists, and how much was found to be wrong. */
    public void state(LongConsumer to) {
        pushers.state(to);
        to.accept(findings.count());
    }

    /** What pushes completions on lists in user memory. */
    ListPushers pushers() {
        return pushers;
    }

    /** Where the context-less requests of {@code owner} belong. */
    KioctxNoctx noctxOf(Process owner) {
        for (int i = 0; i < noctx.size(); i++) {
            if (noctx.get(i).owner() == owner) {
                return noctx.get(i);
            }
        }
        KioctxNoctx made = new KioctxNoctx(this, owner);
        noctx.add(made);
        return made;
    }

    /** Nobody finds {@code context} any more; those who wait in it return. */
    void remove(KioctxV2 context) {
        contexts.remove(context);
        recent = null;
        context.kill();
    }

    private void processExited(Process process) {
        for (int i = contexts.size() - 1; i >= 0; i--) {
            if (contexts.get(i).owner() == process) {
                KioctxV2 context = contexts.get(i);
                remove(context);
                context.cancelAll();
            }
        }
    }
}
