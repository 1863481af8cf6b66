package dev.kiosim.kernel.vfs;

import dev.kiosim.memory.AddressSpace;

/**
 * Moving data of files whose bytes are not kept: the buffers must be there, and stay as they are.
 */
final class Stamped {
    private Stamped() {}

    /** Goes on in the buffers by {@code bytes}; returns how many, fewer if a page would fault. */
    static int skip(Kiocb kiocb, int bytes, boolean stores) {
        AddressSpace memory = kiocb.process().memory();
        IovIter buffers = kiocb.buffers();
        int done = 0;
        while (done < bytes) {
            long piece = Math.min(bytes - done, buffers.contiguousBytes());
            long present = stores
                    ? memory.writableBytes(buffers.address(), piece)
                    : memory.readableBytes(buffers.address(), piece);
            buffers.advance(present);
            done += (int) present;
            if (present < piece) {
                break;
            }
        }
        return done;
    }
}
