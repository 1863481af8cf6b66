package dev.kiosim.kernel.vfs;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Kernel;

/**
 * Direct IO: turns a kiocb whose range is mapped to a device into bios. The kiocb hears their ends,
 * and ends itself with the last of them.
 *
 * <p>A bio holds at most {@link #BIO_SECTORS_MAX} sectors. Source: Linux block/fops.c,
 * __blkdev_direct_IO_async; fs/iomap/direct-io.c.
 */
public final class DirectIo {
    /** Sectors of a bio of single-page segments: 256 pages. Source: Linux BIO_MAX_VECS. */
    public static final int BIO_SECTORS_MAX = 2048;

    private final Kernel kernel;
    private final BlockDevice device;
    private final @Nullable VersionLedger ledger;
    private final @Nullable SectorGuards guards;

    /** Direct IO on {@code device}. */
    public DirectIo(Kernel kernel, BlockDevice device) {
        this.kernel = kernel;
        this.device = device;
        ledger = kernel.ledgerOf(device);
        guards = kernel.guardsOf(device);
    }

    /** The device below. */
    public BlockDevice device() {
        return device;
    }

    /**
     * Starts the IO of a run of sectors. The kiocb's result is set to {@code resultBytes} if all
     * goes well, else to the first error; its end is heard from the softirq.
     *
     * @param op READ, WRITE or FLUSH (with no sectors)
     * @param bioFlags further flags beside SYNC: FUA, PREFLUSH
     */
    public void start(
            Kiocb kiocb, Bio.Op op, int bioFlags, long sector, long sectors, long resultBytes) {
        expect(kiocb, biosFor(sectors), resultBytes);
        add(kiocb, op, bioFlags, sector, sectors);
    }

    /** Whether writes are to leave the checksums of their sectors. */
    boolean keepsSums() {
        return guards != null;
    }

    /** How many bios a run of sectors takes. */
    static int biosFor(long sectors) {
        return (int) Math.max(1, (sectors + BIO_SECTORS_MAX - 1) / BIO_SECTORS_MAX);
    }

    /** Begins an IO of several runs: {@code bios} in all, to be started with {@link #add}. */
    void expect(Kiocb kiocb, int bios, long resultBytes) {
        kiocb.expectBios(bios, resultBytes, ledger, guards);
    }

    /** Starts one run of sectors of an IO that was begun with {@link #expect}. */
    void add(Kiocb kiocb, Bio.Op op, int bioFlags, long sector, long sectors) {
        long at = sector;
        long left = sectors;
        do {
            int piece = (int) Math.min(left, BIO_SECTORS_MAX);
            Bio bio = kernel.bios().take();
            bio.prepare(op, bioFlags | Bio.SYNC | kiocb.hints, at, piece, kiocb);
            bio.taskId = kiocb.accountedTaskId;
            bio.priorityClass = kiocb.priorityClass;
            bio.priorityLevel = kiocb.priorityLevel;
            bio.cpu = kiocb.cpu;
            if (ledger != null) {
                ledger.begin(bio);
                if (guards != null && op == Bio.Op.WRITE) {
                    kiocb.checksum.keepSums(bio, guards);
                }
            }
            bio.submitTo(device, kernel.engine().nowNanos());
            at += piece;
            left -= piece;
        } while (left > 0);
    }
}
