package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;
import dev.kiosim.ring.RingHeader;

/**
 * The mapped ring of a context of the new ABI, as user space sees it: {@code struct aio_ring_v2},
 * 64 bytes, then the data area. The byte table is that of {@link RingHeader}; magic is
 * {@link #MAGIC}, version 2.
 *
 * <p>A reaper loads head, then tail with acquire (the kernel stores the events before the tail),
 * copies the event, then moves head by compare-and-swap with release: if another reaper was faster,
 * the copy counts for nothing. Those steps are operations of a program
 * ({@link dev.kiosim.kernel.Operation}), at {@link #headAddress} and {@link #tailAddress}, so that
 * they can be interleaved; this view looks without taking time.
 */
public final class AioRingV2View {
    public static final int MAGIC = 0xa10a10a2;
    public static final int VERSION = 2;
    /** Bytes of the header. */
    public static final int SIZE_BYTES = RingHeader.SIZE_BYTES;

    private AddressSpace memory = new AddressSpace();
    private long address;

    /** Points this view at {@code address}. */
    public AioRingV2View wrap(AddressSpace memory, long address) {
        this.memory = memory;
        this.address = address;
        return this;
    }

    /** Address of {@code head}, for loads and compare-and-swap. */
    public long headAddress() {
        return address + RingHeader.HEAD_OFFSET;
    }

    /** Address of {@code tail}, for loads. */
    public long tailAddress() {
        return address + RingHeader.TAIL_OFFSET;
    }

    /** Address of {@code flags}, for loads. */
    public long flagsAddress() {
        return address + RingHeader.FLAGS_OFFSET;
    }

    public int magic() {
        return memory.getInt(address + RingHeader.MAGIC_OFFSET);
    }

    public int version() {
        return memory.getInt(address + RingHeader.VERSION_OFFSET);
    }

    public int features() {
        return memory.getInt(address + RingHeader.FEATURES_OFFSET);
    }

    public int ringBytes() {
        return memory.getInt(address + RingHeader.RING_BYTES_OFFSET);
    }

    public int head() {
        return memory.getInt(headAddress());
    }

    public AioRingV2View head(int position) {
        memory.putInt(headAddress(), position);
        return this;
    }

    public int tail() {
        return memory.getInt(tailAddress());
    }

    public AioRingV2View tail(int position) {
        memory.putInt(tailAddress(), position);
        return this;
    }

    public int flags() {
        return memory.getInt(flagsAddress());
    }

    public int overflowCount() {
        return memory.getInt(address + RingHeader.OVERFLOW_COUNT_OFFSET);
    }

    /** Address of the byte at {@code position} of the data area; valid for one aligned word. */
    public long wordAddress(int position) {
        return address + SIZE_BYTES + (position & (ringBytes() - 1));
    }

    /** The word at {@code position} of the data area, a multiple of 8. */
    public long word(int position) {
        return memory.getLong(wordAddress(position));
    }
}
