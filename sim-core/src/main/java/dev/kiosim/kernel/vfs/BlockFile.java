package dev.kiosim.kernel.vfs;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.kernel.Errno;
import dev.kiosim.kernel.Kernel;

/**
 * A part of a block device opened with O_DIRECT: a raw device, or a file that lies on it in one
 * piece. Offset and length must be multiples of the device's logical block, else the request ends
 * with -EINVAL; reads past the end are short. Source: Linux block/fops.c, blkdev_direct_IO and
 * blkdev_read_iter.
 */
public final class BlockFile extends OpenFile {
    private static final int READING = 1;

    private final DirectIo direct;
    private final DirectBufferRule bufferRule;
    private final BlockDevice device;
    private final long firstSector;
    private final long sizeBytes;
    private final int bioFlags;
    private final int taskId;

    /**
     * Opens sectors {@code firstSector} to {@code firstSector + sizeBytes / 512} of {@code device}.
     *
     * @param bioFlags flags given to every bio, as the trace replay needs them: {@link Bio#RAHEAD},
     *     {@link Bio#META}
     * @param taskId the task that its bios are accounted to, or 0 for the one that submits
     */
    public BlockFile(
            Kernel kernel,
            String name,
            int flags,
            BlockDevice device,
            long firstSector,
            long sizeBytes,
            int bioFlags,
            int taskId) {
        super(name, flags);
        direct = new DirectIo(kernel, device);
        bufferRule = kernel.config().directBuffers();
        this.device = device;
        this.firstSector = firstSector;
        this.sizeBytes = sizeBytes;
        this.bioFlags = bioFlags;
        this.taskId = taskId;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public boolean mayNowait() {
        return true;
    }

    @Override
    public boolean hasReadIter() {
        return true;
    }

    @Override
    public boolean hasWriteIter() {
        return true;
    }

    @Override
    public boolean hasFsync() {
        return true;
    }

    @Override
    public long readIter(Kiocb kiocb) {
        long bytes = Math.min(kiocb.buffers().remainingBytes(), sizeBytes - kiocb.position);
        if (bytes <= 0) {
            return 0;
        }
        kiocb.step = READING;
        return transfer(kiocb, Bio.Op.READ, 0, bytes);
    }

    @Override
    public long writeIter(Kiocb kiocb) {
        long bytes = kiocb.buffers().remainingBytes();
        if (bytes == 0) {
            return 0;
        }
        if (kiocb.position >= sizeBytes) {
            return -Errno.ENOSPC;
        }
        boolean durable = kiocb.has(Kiocb.DSYNC) || has(O_DSYNC);
        int flags = durable ? Bio.FUA : 0;
        return transfer(kiocb, Bio.Op.WRITE, flags, Math.min(bytes, sizeBytes - kiocb.position));
    }

    private long transfer(Kiocb kiocb, Bio.Op op, int flags, long bytes) {
        if (((kiocb.position | bytes) & (device.logicalBlockBytes() - 1)) != 0) {
            return -Errno.EINVAL;
        }
        IovIter buffers = kiocb.buffers();
        if (!bufferRule.allows(buffers, bytes, device.logicalBlockBytes())) {
            return -Errno.EINVAL;
        }
        if (taskId != 0) {
            kiocb.accountedTaskId = taskId;
        }
        if (op == Bio.Op.WRITE && !kiocb.checksum.beginWrite(kiocb, bytes, direct.keepsSums())) {
            return -Errno.EILSEQ;
        }
        long sector = firstSector + (kiocb.position >> Bio.SECTOR_SHIFT);
        kiocb.checksum.beginSectors(sector, bytes >> Bio.SECTOR_SHIFT);
        direct.start(kiocb, op, flags | bioFlags, sector, bytes >> Bio.SECTOR_SHIFT, bytes);
        return QUEUED;
    }

    @Override
    protected boolean transferEnded(Kiocb kiocb) {
        if (kiocb.step == READING) {
            kiocb.checksum.endRead(kiocb.result);
        }
        return false;
    }

    @Override
    public long fsync(Kiocb kiocb) {
        if (taskId != 0) {
            kiocb.accountedTaskId = taskId;
        }
        direct.start(kiocb, Bio.Op.FLUSH, bioFlags | Bio.PREFLUSH, 0, 0, 0);
        return QUEUED;
    }
}
