package dev.kiosim.kernel.vfs;

import dev.kiosim.block.Bio;
import dev.kiosim.memory.AddressSpace;
import dev.kiosim.memory.Crc32c;
import java.util.Arrays;

/**
 * The checksum of one direct transfer: what attribute CHECKSUM asked for, and what came of it. Part
 * of a {@link Kiocb}.
 *
 * <p>Of a file whose bytes are kept, and of any write, it is the sum of the bytes in user memory.
 * Of a read of a file whose bytes are not kept it is made of the sums of its sectors
 * ({@link SectorGuards}); a last sector in part counts whole.
 */
public final class TransferChecksum {
    private boolean asked;
    private int verifications;
    private int[] seeds = new int[1];
    private long[] expected = new long[1];
    private boolean known;
    private boolean refused;
    private int sum;
    private long length;
    private long firstSector;
    private int sectors;
    private long[] sums = {};
    private boolean hasSums;

    TransferChecksum() {}

    void clear() {
        asked = false;
        verifications = 0;
        known = false;
        refused = false;
        hasSums = false;
        sectors = 0;
    }

    /** The checksum is wanted. */
    public void ask() {
        asked = true;
    }

    /** A write must have the checksum {@code wanted}, continued from {@code seed}. */
    public void verify(int seed, long wanted) {
        if (verifications == seeds.length) {
            seeds = Arrays.copyOf(seeds, verifications * 2);
            expected = Arrays.copyOf(expected, verifications * 2);
        }
        seeds[verifications] = seed;
        expected[verifications++] = wanted;
    }

    /** Whether the checksum of what was transferred is known. */
    public boolean isKnown() {
        return known;
    }

    /** Whether a write did not have the checksum that it should. */
    public boolean isRefused() {
        return refused;
    }

    /** The checksum, continued from {@code seed}; meaningful if it {@link #isKnown}. */
    public long value(int seed) {
        return Integer.toUnsignedLong(Crc32c.append(seed, sum, length));
    }

    /**
     * A write of {@code bytes} is about to begin; false if it must not, since its checksum is not
     * the one to be verified.
     */
    boolean beginWrite(Kiocb kiocb, long bytes, boolean keepsSums) {
        if (keepsSums) {
            sumSectors(kiocb, bytes);
        }
        if (!asked) {
            return true;
        }
        sumMemory(kiocb, bytes);
        for (int i = 0; i < verifications; i++) {
            refused |= value(seeds[i]) != expected[i];
        }
        return !refused;
    }

    private void sumMemory(Kiocb kiocb, long bytes) {
        sum = ofMemory(kiocb, 0, bytes);
        length = bytes;
        known = true;
    }

    private void sumSectors(Kiocb kiocb, long bytes) {
        sectors = (int) (bytes >> Bio.SECTOR_SHIFT);
        makeRoom();
        for (int i = 0; i < sectors; i++) {
            long at = (long) i << Bio.SECTOR_SHIFT;
            sums[i] = Integer.toUnsignedLong(ofMemory(kiocb, at, Bio.SECTOR_BYTES));
        }
        hasSums = true;
    }

    private void makeRoom() {
        if (sums.length < sectors) {
            sums = new long[Math.max(sectors, sums.length * 2)];
        }
    }

    /** The sum of {@code bytes} of the user buffers, from their byte {@code from} on. */
    private static int ofMemory(Kiocb kiocb, long from, long bytes) {
        AddressSpace memory = kiocb.process().memory();
        IovIter buffers = kiocb.buffers();
        int total = 0;
        long skip = from;
        long left = bytes;
        for (int i = 0; i < buffers.segmentCount() && left > 0; i++) {
            long length = buffers.length(i);
            long inSegment = Math.min(skip, length);
            long piece = Math.min(length - inSegment, left);
            total = Crc32c.of(total, memory, buffers.base(i) + inSegment, piece);
            skip -= inSegment;
            left -= piece;
        }
        return total;
    }

    /** A run of sectors is about to be read or written for this transfer. */
    void beginSectors(long first, long count) {
        firstSector = first;
        if (asked && !hasSums) {
            sectors = (int) count;
            makeRoom();
            Arrays.fill(sums, 0, sectors, SectorGuards.UNKNOWN);
        }
    }

    /** A write's bio is about to be submitted: its sectors' sums are kept, if they are known. */
    void keepSums(Bio bio, SectorGuards guards) {
        for (int i = 0; hasSums && i < bio.sectorCount; i++) {
            int at = (int) (bio.sector - firstSector) + i;
            guards.written(bio.sector + i, bio.ownerTag, (int) sums[at]);
        }
    }

    /** A read's bio has ended well: its sectors' sums are looked up. */
    void takeSums(Bio bio, SectorGuards guards) {
        long[] stamps = bio.stamps;
        for (int i = 0; sectors > 0 && stamps != null && i < bio.sectorCount; i++) {
            int at = (int) (bio.sector - firstSector) + i;
            sums[at] = guards.sum(bio.sector + i, stamps[i]);
        }
    }

    /** All sectors of a read are there: {@code bytes} of them were asked for. */
    void endRead(long bytes) {
        int count = (int) ((bytes + Bio.SECTOR_BYTES - 1) >> Bio.SECTOR_SHIFT);
        if (!asked || bytes < 0 || count > sectors) {
            return;
        }
        known = true;
        sum = 0;
        length = (long) count << Bio.SECTOR_SHIFT;
        for (int i = 0; i < count; i++) {
            known &= sums[i] != SectorGuards.UNKNOWN;
            sum = Crc32c.append(sum, (int) sums[i]);
        }
    }

    /** The bytes of a read are in user memory: the first {@code bytes} of its buffers. */
    void endReadInMemory(Kiocb kiocb, long bytes) {
        if (asked && bytes >= 0) {
            sumMemory(kiocb, bytes);
        }
    }
}
