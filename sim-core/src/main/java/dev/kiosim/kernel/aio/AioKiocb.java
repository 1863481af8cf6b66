package dev.kiosim.kernel.aio;

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
    /** First result: bytes, poll mask, or -errno. */
    public long res;
    /** Second result, 0 but in 2013. */
    public long res2;
    /** When it completed. */
    public long completedNanos;
    /** The next in a list of the pool or of a context. */
    @Nullable
    AioKiocb next;

    AioKiocb(Kernel kernel, Aio aio) {
        io = new Kiocb(kernel);
        io.end = ended -> aio.complete(this, ended.result);
    }
}
