package dev.kiosim.kernel.vfs;

import dev.kiosim.block.Bio;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;
import dev.kiosim.kernel.Task;
import dev.kiosim.memory.AddressSpace;

/**
 * Direct IO on a file: its blocks are found, user pages checked, bios started. Cached pages of the
 * file are written back before, and dropped by a write. A write that must allocate blocks or
 * extends the file is waited for; all else is asynchronous.
 *
 * <pre>
 * order of checks: nothing to do, end of file (0), offset and length (EINVAL), buffers (EINVAL),
 * memory (EFAULT); for a write also WriteChecks first, and space (ENOSPC)
 * </pre>
 *
 * Source: Linux fs/iomap/direct-io.c, __iomap_dio_rw; fs/ext4/file.c, ext4_dio_write_iter.
 */
final class DirectFileIo {
    private static final int READING = 0;
    private static final int WAITING = 10;
    private static final int WAITED = 11;

    private final Kernel kernel;
    private final PageCache cache;
    private final Inode inode;
    private final DirectIo direct;

    /** Of one open file. */
    DirectFileIo(Kernel kernel, Inode inode) {
        this.kernel = kernel;
        this.inode = inode;
        cache = kernel.pageCache();
        direct = inode.directIo(kernel);
    }

    /** Returns as {@link OpenFile#readIter}. */
    long read(Kiocb kiocb) {
        if (!cleanCache(kiocb)) {
            return kiocb.has(Kiocb.NOWAIT) ? -Errno.EAGAIN : Task.BLOCKED;
        }
        long bytes = kiocb.buffers().remainingBytes();
        long atMost = inode.sizeBytes() - kiocb.position;
        if (atMost <= 0) {
            return 0;
        }
        long refused = check(kiocb, mappedBytes(kiocb.position, bytes), true);
        if (refused != 0) {
            return refused;
        }
        int block = inode.device().logicalBlockBytes();
        long toRead = Math.min(bytes, (atMost + block - 1) & -block);
        return start(kiocb, Bio.Op.READ, 0, toRead, Math.min(bytes, atMost));
    }

    /** Returns as {@link OpenFile#writeIter}; limits have been checked. */
    long write(Kiocb kiocb, int bioFlags) {
        if (kiocb.step == WAITED) {
            return waited(kiocb);
        }
        if (kiocb.step == WAITING) {
            return Task.BLOCKED;
        }
        if (!cleanCache(kiocb)) {
            return kiocb.has(Kiocb.NOWAIT) ? -Errno.EAGAIN : Task.BLOCKED;
        }
        long bytes = kiocb.buffers().remainingBytes();
        boolean grows = kiocb.position + bytes > inode.sizeBytes();
        boolean waits = grows || mappedBytes(kiocb.position, bytes) < bytes;
        if (waits && kiocb.has(Kiocb.NOWAIT)) {
            return -Errno.EAGAIN; // found out under the inode's lock, before the alignment is
        }
        long refused = check(kiocb, bytes, false);
        if (refused != 0) {
            return refused;
        }
        boolean keepsSums = inode.content() == null && direct.keepsSums();
        if (!kiocb.checksum.beginWrite(kiocb, bytes, keepsSums)) {
            return -Errno.EILSEQ;
        }
        long placed = allocate(kiocb.position, bytes);
        if (placed == 0) {
            return -Errno.ENOSPC;
        }
        long first = kiocb.position / BlockMap.BLOCK_BYTES;
        long last = (kiocb.position + placed - 1) / BlockMap.BLOCK_BYTES;
        cache.evictClean(inode, first, last - first + 1);
        takeData(kiocb, placed);
        if (waits) {
            kiocb.step = WAITING;
        }
        long started = start(kiocb, Bio.Op.WRITE, bioFlags, placed, placed);
        return waits ? Task.BLOCKED : started;
    }

    private long waited(Kiocb kiocb) {
        if (kiocb.result > 0) {
            long end = kiocb.position + kiocb.result;
            inode.setSizeBytes(Math.max(inode.sizeBytes(), end));
        }
        return kiocb.result;
    }

    /** Whether the device has all the data; else starts to write and has the task woken. */
    private boolean cleanCache(Kiocb kiocb) {
        Task task = kiocb.task();
        inode.writebackWaiters().remove(task.waiter());
        if (inode.pagesUnderWriteback == 0) {
            cache.writeBack(inode, kiocb.cpu);
        }
        boolean clean = inode.pagesUnderWriteback == 0;
        if (!clean && !kiocb.has(Kiocb.NOWAIT)) {
            inode.writebackWaiters().add(task.waiter());
        }
        return clean;
    }

    private long check(Kiocb kiocb, long mappedBytes, boolean stores) {
        int block = inode.device().logicalBlockBytes();
        if (((kiocb.position | mappedBytes) & (block - 1)) != 0) {
            return -Errno.EINVAL;
        }
        if (!kernel.config().directBuffers().allows(kiocb.buffers(), mappedBytes, block)) {
            return -Errno.EINVAL;
        }
        return isMapped(kiocb, stores) ? 0 : -Errno.EFAULT;
    }

    private static boolean isMapped(Kiocb kiocb, boolean stores) {
        AddressSpace memory = kiocb.process().memory();
        IovIter buffers = kiocb.buffers();
        for (int i = 0; i < buffers.segmentCount(); i++) {
            boolean mapped = stores
                    ? memory.isWritable(buffers.base(i), buffers.length(i))
                    : memory.isReadable(buffers.base(i), buffers.length(i));
            if (!mapped) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes from {@code position} on have blocks, up to the first hole. */
    private long mappedBytes(long position, long bytes) {
        long block = position / BlockMap.BLOCK_BYTES;
        long end = position + bytes;
        while (block * BlockMap.BLOCK_BYTES < end
                && inode.blocks().sector(block) != BlockMap.HOLE) {
            block += inode.blocks().runLength(block, Long.MAX_VALUE - block);
        }
        return Math.max(0, Math.min(end, block * BlockMap.BLOCK_BYTES) - position);
    }

    private long allocate(long position, long bytes) {
        long end = position + bytes;
        long at = position;
        while (at < end) {
            long block = at / BlockMap.BLOCK_BYTES;
            if (!inode.allocate(block)) {
                return at - position;
            }
            at = (block + 1) * BlockMap.BLOCK_BYTES;
        }
        return bytes;
    }

    /** Starts the bios of the blocks that are no holes; QUEUED, or the result if there is none. */
    private long start(Kiocb kiocb, Bio.Op op, int bioFlags, long bytes, long resultBytes) {
        int bios = eachRun(kiocb, op, bioFlags, bytes, false);
        if (bios == 0) {
            kiocb.result = resultBytes;
            putData(kiocb);
            return resultBytes;
        }
        direct.expect(kiocb, bios, resultBytes);
        if (inode.content() == null) {
            kiocb.checksum.beginSectors(sectorAt(kiocb.position), bytes >> Bio.SECTOR_SHIFT);
        }
        eachRun(kiocb, op, bioFlags, bytes, true);
        return OpenFile.QUEUED;
    }

    private long sectorAt(long position) {
        long inBlock = position & (BlockMap.BLOCK_BYTES - 1);
        return inode.blocks().sector(position / BlockMap.BLOCK_BYTES)
                + (inBlock >> Bio.SECTOR_SHIFT);
    }

    private int eachRun(Kiocb kiocb, Bio.Op op, int bioFlags, long bytes, boolean starts) {
        int bios = 0;
        long at = kiocb.position;
        long end = at + bytes;
        while (at < end) {
            long block = at / BlockMap.BLOCK_BYTES;
            long most = (end - 1) / BlockMap.BLOCK_BYTES - block + 1;
            long run = inode.blocks().runLength(block, most);
            long runEnd = Math.min(end, (block + run) * BlockMap.BLOCK_BYTES);
            long sector = inode.blocks().sector(block);
            if (sector != BlockMap.HOLE) {
                long inBlock = at - block * BlockMap.BLOCK_BYTES;
                long sectors = (runEnd - at + Bio.SECTOR_BYTES - 1) >> Bio.SECTOR_SHIFT;
                bios += DirectIo.biosFor(sectors);
                if (starts) {
                    direct.add(
                            kiocb, op, bioFlags, sector + (inBlock >> Bio.SECTOR_SHIFT), sectors);
                }
            }
            at = runEnd;
        }
        return bios;
    }

    /** The bios have ended: data read go to user memory; who waits is woken. */
    boolean transferEnded(Kiocb kiocb) {
        if (kiocb.step == WAITING) {
            kiocb.step = WAITED;
            kiocb.task().wake();
            return true;
        }
        putData(kiocb);
        return false;
    }

    /** Copies from user memory into the file, as the device does while it writes. */
    private void takeData(Kiocb kiocb, long bytes) {
        FileContent content = inode.content();
        if (content == null) {
            return;
        }
        AddressSpace memory = kiocb.process().memory();
        long at = kiocb.position;
        long end = at + bytes;
        while (at < end) {
            int inPage = (int) at & (BlockMap.BLOCK_BYTES - 1);
            int piece = (int) Math.min(BlockMap.BLOCK_BYTES - inPage, end - at);
            byte[] page = content.forWriting(at / BlockMap.BLOCK_BYTES);
            kiocb.buffers().copyFrom(memory, page, inPage, piece);
            at += piece;
        }
    }

    private void putData(Kiocb kiocb) {
        FileContent content = inode.content();
        if (content == null && kiocb.step == READING) {
            kiocb.checksum.endRead(kiocb.result);
        }
        if (content == null || kiocb.step != READING || kiocb.result <= 0) {
            return;
        }
        AddressSpace memory = kiocb.process().memory();
        long at = kiocb.position;
        long end = at + kiocb.result;
        while (at < end) {
            int inPage = (int) at & (BlockMap.BLOCK_BYTES - 1);
            int piece = (int) Math.min(BlockMap.BLOCK_BYTES - inPage, end - at);
            byte[] page = content.forReading(at / BlockMap.BLOCK_BYTES);
            if (kiocb.buffers().copyTo(memory, page, inPage, piece) < piece) {
                return; // the mapping is gone by now: nobody can see the rest
            }
            at += piece;
        }
        kiocb.checksum.endReadInMemory(kiocb, kiocb.result);
    }
}
