package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.vfs.EventFd;
import dev.kiosim.kernel.vfs.FileCall;
import dev.kiosim.kernel.vfs.Kiocb;
import dev.kiosim.kernel.vfs.KiocbEnd;

/**
 * One asynchronous request: the kernel's {@code struct aio_kiocb}. Pooled by {@link Aio}; what the
 * file sees of it is its {@link Kiocb}.
 */
public final class AioKiocb {
    /** Life of a request; {@link Aio} moves it on, and throws if it would be completed twice. */
    enum Phase {
        FREE,
        ALLOCATED,
        ACCEPTED,
        COMPLETED
    }

    /** The part that the file sees. */
    public final Kiocb io;
    /** The context that collects it; set from allocation to release. */
    public @Nullable Kioctx context;
    /** {@code aio_data} of the iocb. */
    public long userData;
    /** User address of the iocb. */
    public long userIocb;
    /** {@code aio_lio_opcode}. */
    public int opcode;
    /** What its file is asked, should it have to be asked again. */
    FileCall.Kind kind = FileCall.Kind.READ;
    /** Whether the AIO layer repeats what its file has done in part: in 2013. */
    boolean repeatsPartial;
    /** Bytes that were done by answers before the last one. */
    long earlierBytes;
    /** {@code aio_offset}, for reports: the file may have moved {@link Kiocb#position}. */
    public long offsetBytes;
    /** {@code aio_nbytes}, for reports. */
    public long lengthBytes;
    /** Attributes of the iocb and their returns; none in an ABI without them. */
    public final RequestAttributes attributes = new RequestAttributes();
    /** Number of the request in its context: {@code aio_key} of the new ABI. */
    public int id;
    /** Which request of this kernel, from 1, in the order in which they were accepted. */
    public long number;
    /** First result: bytes, poll mask, or -errno. */
    public long res;
    /** Second result, 0 but in 2013. */
    public long res2;
    /** When it completed. */
    public long completedNanos;
    /** Receipt: outside the block layer, before and after it (all of it, for one never there). */
    public long kernelNanos;
    /** How many completions of its context came before; events are delivered in this order. */
    long completionNumber;
    /** Context-less: user address of the head of the list to be pushed on. */
    long completionList;
    /** Context-less: user address where the returns of attributes go. */
    long returnsAddress;
    /** Whether its event waits for room in the ring. */
    boolean overflowed;
    /** Where it stands. */
    Phase phase = Phase.FREE;
    /** Signalled after the completion; the request keeps it, also when its descriptor is closed. */
    public @Nullable EventFd eventfd;
    /** The next in a list of the pool or of a context. */
    @Nullable
    AioKiocb next;
    /** Neighbours on the list of those that can be cancelled. */
    @Nullable
    AioKiocb olderActive;

    @Nullable
    AioKiocb newerActive;

    /** The end of the file's part completes the request. */
    private record Completes(Aio aio, AioKiocb request) implements KiocbEnd {
        @Override
        public void kiocbEnded(Kiocb kiocb) {
            aio.complete(request, kiocb.result);
        }

        @Override
        public long identity() {
            return request.userIocb;
        }
    }

    private final Aio aio;
    private @Nullable Cancel cancel; // not null: on its context's list of those that can be
    private @Nullable PollRequest poll;
    private @Nullable FsyncWork fsync;
    private @Nullable SyscallWork syscall;
    private final AioSyscallView syscallView = new AioSyscallView();

    AioKiocb(Kernel kernel, Aio aio) {
        this.aio = aio;
        io = new Kiocb(kernel);
        io.end = new Completes(aio, this);
    }

    /** Moves from one phase of its life to the next. */
    void enter(Phase from, Phase to) {
        if (phase != from) {
            throw violated("request %d is %s, and would be %s", userData, phase, to);
        }
        phase = to;
    }

    /** From submission to completion: exactly the sum of the receipt's parts. */
    public long totalNanos() {
        return completedNanos - io.submittedNanos;
    }

    /** From now on it can be cancelled, as {@code how} says. */
    void makeCancellable(Cancel how) {
        cancel = how;
        aio.contextOf(this).cancellable().add(this);
    }

    /** From now on it cannot be cancelled; nothing happens if it could not be before. */
    void endCancellable() {
        if (cancel != null) {
            cancel = null;
            aio.contextOf(this).cancellable().remove(this);
        }
    }

    /** Starts to cancel it; false if it cannot be cancelled (any more). */
    boolean cancel() {
        Cancel how = cancel;
        if (how == null) {
            return false;
        }
        endCancellable();
        how.cancel(this);
        return true;
    }

    /** Works out the last part of the receipt, and checks that the parts add up. */
    void closeReceipt() {
        long beforeNanos = 0;
        long afterNanos = totalNanos();
        if (io.reachedBlockLayer) {
            beforeNanos = io.blockStartedNanos - io.submittedNanos;
            afterNanos = completedNanos - io.blockEndedNanos;
        }
        kernelNanos = beforeNanos + afterNanos;
        if (beforeNanos < 0 || afterNanos < 0 || kernelNanos + io.blockNanos() != totalNanos()) {
            throw violated(
                    "receipt of %d ns: kernel %d before and %d after, block layer %d",
                    totalNanos(), beforeNanos, afterNanos, io.blockNanos());
        }
    }

    /** Its part for POLL, made when first needed. */
    PollRequest poll() {
        PollRequest made = poll;
        if (made == null) {
            made = new PollRequest(aio, this);
            poll = made;
        }
        return made;
    }

    /** Its part for FSYNC and FDSYNC, made when first needed. */
    FsyncWork fsync() {
        FsyncWork made = fsync;
        if (made == null) {
            made = new FsyncWork(aio, this);
            fsync = made;
        }
        return made;
    }

    /** Its part for SYSCALL, made when first needed. */
    SyscallWork syscall() {
        SyscallWork made = syscall;
        if (made == null) {
            made = new SyscallWork(aio, this);
            syscall = made;
        }
        return made;
    }

    /** For looking at the struct that a SYSCALL iocb names. */
    AioSyscallView syscallView() {
        return syscallView;
    }
}
