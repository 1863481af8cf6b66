package dev.kiosim.kernel.aio;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.vfs.Kiocb;

/**
 * One asynchronous request: the kernel's {@code struct aio_kiocb}. Pooled by {@link Aio}; what the
 * file sees of it is its {@link Kiocb}.
 */
public final class AioKiocb {
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
    /** {@code aio_offset}, for reports: the file may have moved {@link Kiocb#position}. */
    public long offsetBytes;
    /** {@code aio_nbytes}, for reports. */
    public long lengthBytes;
    /** Attributes of the iocb and their returns; none in an ABI without them. */
    public final RequestAttributes attributes = new RequestAttributes();
    /** Number of the request in its context: {@code aio_key} of the new ABI. */
    public int id;
    /** First result: bytes, poll mask, or -errno. */
    public long res;
    /** Second result, 0 but in 2013. */
    public long res2;
    /** When it completed. */
    public long completedNanos;
    /** Receipt: outside the block layer, before and after it (all of it, for one never there). */
    public long kernelNanos;
    /**
     * How it is cancelled; null while it cannot be. Set by the operation, cleared at completion.
     */
    @Nullable
    Cancel cancel;
    /** How many completions of its context came before; events are delivered in this order. */
    long completionNumber;
    /** Whether its event waits for room in the ring. */
    boolean overflowed;
    /** The next in a list of the pool or of a context. */
    @Nullable
    AioKiocb next;

    AioKiocb(Kernel kernel, Aio aio) {
        io = new Kiocb(kernel);
        io.end = ended -> aio.complete(this, ended.result);
    }

    /** From submission to completion: exactly the sum of the receipt's parts. */
    public long totalNanos() {
        return completedNanos - io.submittedNanos;
    }

    /** Starts to cancel it; false if it cannot be cancelled (any more). */
    boolean cancel() {
        Cancel how = cancel;
        if (how == null) {
            return false;
        }
        cancel = null;
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
}
