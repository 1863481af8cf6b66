/**
 * Files: what a descriptor stands for, and how a request reaches it.
 *
 * <p><b>Problem.</b> An iocb may name a disk file, a raw device, a pipe, an eventfd or nothing that
 * can read; direct or through the page cache. The ABI must not know which: it fills a
 * {@link dev.kiosim.kernel.vfs.Kiocb} and calls {@link dev.kiosim.kernel.vfs.OpenFile#readIter} or
 * {@link dev.kiosim.kernel.vfs.OpenFile#writeIter}.
 *
 * <p><b>Structures.</b> The kiocb carries position, user buffers
 * ({@link dev.kiosim.kernel.vfs.IovIter}), flags, and afterwards result, receipt and findings. A
 * file answers with a result, with {@link dev.kiosim.kernel.vfs.OpenFile#QUEUED} (the kiocb's end
 * will be heard), or with {@link dev.kiosim.kernel.Task#BLOCKED}: the caller must sleep and ask
 * again; progress is kept in the kiocb.
 *
 * <p><b>Invariants.</b> A kiocb that was queued ends exactly once. An open file lives while a
 * descriptor or a request holds it.
 *
 * <p>Source of the shape: Linux include/linux/fs.h, struct kiocb, struct file_operations.
 */
package dev.kiosim.kernel.vfs;
