package dev.kiosim.kernel.vfs;

import dev.kiosim.kernel.Errno;
import dev.kiosim.memory.AddressSpace;

/** /dev/null, /dev/zero and /dev/full. Source: Linux drivers/char/mem.c. */
public final class MemoryDevice extends OpenFile {
    /** Which of them. */
    public enum Kind {
        /** Reads end at once, writes vanish. */
        NULL,
        /** Reads give zeros, writes vanish. */
        ZERO,
        /** Reads give zeros, writes fail: nothing is ever free. */
        FULL
    }

    private static final byte[] ZEROS = new byte[AddressSpace.PAGE_BYTES];

    private final Kind kind;

    /** Opens one of them. */
    public MemoryDevice(Kind kind, String name, int flags) {
        super(name, flags);
        this.kind = kind;
    }

    @Override
    public boolean hasReadIter() {
        return true;
    }

    @Override
    public boolean hasWriteIter() {
        return kind != Kind.FULL; // that one has a write of the plain kind only
    }

    @Override
    public boolean hasWrite() {
        return true;
    }

    @Override
    public boolean mayNowait() {
        return true;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public long readIter(Kiocb kiocb) {
        if (kind == Kind.NULL) {
            return 0;
        }
        IovIter to = kiocb.buffers();
        long done = 0;
        while (to.remainingBytes() > 0) {
            int piece = (int) Math.min(ZEROS.length, to.remainingBytes());
            int copied = to.copyTo(kiocb.process().memory(), ZEROS, 0, piece);
            done += copied;
            if (copied < piece) {
                return done > 0 ? done : -Errno.EFAULT;
            }
        }
        return done;
    }

    @Override
    public long writeIter(Kiocb kiocb) {
        return kind == Kind.FULL ? -Errno.ENOSPC : kiocb.buffers().remainingBytes();
    }
}
