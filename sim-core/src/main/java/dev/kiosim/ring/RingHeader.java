package dev.kiosim.ring;

/**
 * The header of every byte ring, at the start of its pages: 64 bytes, little endian.
 *
 * <pre>
 * offset size type field           meaning
 *      0    4 u32  magic           whose ring it is
 *      4    4 u32  version         of the record format
 *      8    4 u32  features        granted at set-up
 *     12    4 u32  ring_bytes      size of the data area, a power of two
 *     16    4 u32  head            position of the oldest record, free-running, moved by readers
 *     20    4 u32  tail            position behind the newest record, free-running, the kernel's
 *     24    4 u32  flags           see {@link #FLAG_OVERFLOW}
 *     28    4 u32  overflow_count  records that found no room so far, for observation
 *     32   32      zero
 *     64           the data area
 * </pre>
 *
 * Source: new ABI specification, section 2, struct aio_ring_v2.
 */
public final class RingHeader {
    public static final int SIZE_BYTES = 64;
    /** Bit of {@code flags}: records wait elsewhere for room. */
    public static final int FLAG_OVERFLOW = 1;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = 4;
    public static final int FEATURES_OFFSET = 8;
    public static final int RING_BYTES_OFFSET = 12;
    public static final int HEAD_OFFSET = 16;
    public static final int TAIL_OFFSET = 20;
    public static final int FLAGS_OFFSET = 24;
    public static final int OVERFLOW_COUNT_OFFSET = 28;

    private RingHeader() {}
}
