package dev.kiosim.kernel.vfs;

import dev.kiosim.engine.Nullable;
import dev.kiosim.memory.Crc32c;
import java.util.Arrays;

/**
 * The checksums of the sectors of a device whose bytes are not kept: what CHECKSUM of a read is
 * made of. A direct write leaves the sum of each sector's bytes under the version that the
 * {@link VersionLedger} gave it; a read finds it by the version that it returned. So the sum that a
 * program reads is that of the bytes it wrote, if the device returned the right sectors. Source of
 * the idea: guard tags of T10 protection information.
 *
 * <p>Invariant: of each sector the sums of its newest two versions are known, unless one was
 * written back by the page cache, which keeps no bytes. A sector never written holds zeros.
 */
public final class SectorGuards {
    /** The bytes of that version are not known. */
    static final long UNKNOWN = -1;

    private static final int PAGE_SECTORS = 1024;
    private static final long SUM_MASK = 0xffff_ffffL;
    private static final int ZEROS =
            Crc32c.of(0, new byte[Crc32c.SECTOR_BYTES], 0, Crc32c.SECTOR_BYTES);

    // version << 32 | sum, the newest and the one before; 0: none
    private long[] @Nullable [] newest = new long[64][];
    private long[] @Nullable [] previous = new long[64][];

    /** No sector was written yet. */
    public SectorGuards() {}

    /** {@code sector} gets {@code version}, below 2^31, whose bytes have that sum. */
    void written(long sector, long version, int sum) {
        int page = Math.toIntExact(sector / PAGE_SECTORS);
        if (page >= newest.length) {
            int length = Math.max(page + 1, newest.length * 2);
            newest = Arrays.copyOf(newest, length);
            previous = Arrays.copyOf(previous, length);
        }
        long[] now = newest[page];
        long[] before = previous[page];
        if (now == null || before == null) {
            now = new long[PAGE_SECTORS];
            before = new long[PAGE_SECTORS];
            newest[page] = now;
            previous[page] = before;
        }
        int at = (int) (sector % PAGE_SECTORS);
        before[at] = now[at];
        now[at] = version << Integer.SIZE | sum & SUM_MASK;
    }

    /** The sum of the bytes that {@code sector} had under {@code version}, or {@link #UNKNOWN}. */
    long sum(long sector, long version) {
        if (version == 0) {
            return ZEROS & SUM_MASK;
        }
        int page = (int) Math.min(Integer.MAX_VALUE, sector / PAGE_SECTORS);
        long[] now = page < newest.length ? newest[page] : null;
        long[] before = page < previous.length ? previous[page] : null;
        if (now == null || before == null) {
            return UNKNOWN;
        }
        int at = (int) (sector % PAGE_SECTORS);
        if (now[at] >>> Integer.SIZE == version) {
            return now[at] & SUM_MASK;
        }
        return before[at] >>> Integer.SIZE == version ? before[at] & SUM_MASK : UNKNOWN;
    }
}
