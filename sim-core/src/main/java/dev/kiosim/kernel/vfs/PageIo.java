package dev.kiosim.kernel.vfs;

import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Kernel;

/** A run of pages on its way between the page cache and a device; pooled by {@link PageCache}. */
final class PageIo {
    /** The request that the device sees. */
    final Kiocb kiocb;
    /** Whose pages. */
    @Nullable
    Inode inode;
    /** First page of the run. */
    long firstPage;
    /** Pages in the run. */
    int pages;
    /** From cache to device. */
    boolean writes;
    /** The next in the pool. */
    @Nullable
    PageIo next;

    PageIo(Kernel kernel, PageCache cache) {
        kiocb = new Kiocb(kernel);
        kiocb.end = ended -> cache.ended(this);
    }
}
