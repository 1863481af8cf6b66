package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;

/**
 * The header of a ring, {@code struct aio_ring}: 32 bytes, little endian; events follow without a
 * gap. The {@code aio_context_t} of a context is the user address of this header.
 *
 * <pre>
 * offset size type field              written by
 *      0    4 u32  id                 kernel at set-up: index in the table of contexts; read back
 *      4    4 u32  nr                 kernel at set-up: number of slots
 *      8    4 u32  head               io_getevents and user space: next event to take
 *     12    4 u32  tail               kernel at completion: next slot to fill
 *     16    4 u32  magic              kernel at set-up: 0xa10a10a1
 *     20    4 u32  compat_features    kernel at set-up: 1
 *     24    4 u32  incompat_features  kernel at set-up: 0
 *     28    4 u32  header_length      kernel at set-up: 32
 *     32 32*nr     events             kernel at completion
 * </pre>
 *
 * Source: Linux fs/aio.c, struct aio_ring.
 */
public final class AioRingView {
    public static final int SIZE_BYTES = 32;
    public static final int MAGIC = 0xa10a10a1;
    public static final int COMPAT_FEATURES = 1;
    public static final int INCOMPAT_FEATURES = 0;

    private static final int ID_OFFSET = 0;
    private static final int NR_OFFSET = 4;
    private static final int HEAD_OFFSET = 8;
    private static final int TAIL_OFFSET = 12;
    private static final int MAGIC_OFFSET = 16;
    private static final int COMPAT_OFFSET = 20;
    private static final int INCOMPAT_OFFSET = 24;
    private static final int HEADER_LENGTH_OFFSET = 28;

    private AddressSpace memory = new AddressSpace();
    private long address;

    /** Points this view at {@code address}. */
    public AioRingView wrap(AddressSpace memory, long address) {
        this.memory = memory;
        this.address = address;
        return this;
    }

    /** Fills in the header of a fresh ring. */
    public AioRingView init(int id, int nr) {
        return id(id).nr(nr)
                .head(0)
                .tail(0)
                .magic(MAGIC)
                .compatFeatures(COMPAT_FEATURES)
                .incompatFeatures(INCOMPAT_FEATURES)
                .headerLength(SIZE_BYTES);
    }

    /** Address of event {@code slot}. */
    public long eventAddress(int slot) {
        return address + SIZE_BYTES + (long) slot * IoEventView.SIZE_BYTES;
    }

    /** Where {@link #head} lies, for operations of their own. */
    public long headAddress() {
        return address + HEAD_OFFSET;
    }

    /** Where {@link #tail} lies. */
    public long tailAddress() {
        return address + TAIL_OFFSET;
    }

    public int id() {
        return memory.getInt(address + ID_OFFSET);
    }

    public AioRingView id(int value) {
        memory.putInt(address + ID_OFFSET, value);
        return this;
    }

    public int nr() {
        return memory.getInt(address + NR_OFFSET);
    }

    public AioRingView nr(int value) {
        memory.putInt(address + NR_OFFSET, value);
        return this;
    }

    public int head() {
        return memory.getInt(address + HEAD_OFFSET);
    }

    public AioRingView head(int value) {
        memory.putInt(address + HEAD_OFFSET, value);
        return this;
    }

    public int tail() {
        return memory.getInt(address + TAIL_OFFSET);
    }

    public AioRingView tail(int value) {
        memory.putInt(address + TAIL_OFFSET, value);
        return this;
    }

    public int magic() {
        return memory.getInt(address + MAGIC_OFFSET);
    }

    public AioRingView magic(int value) {
        memory.putInt(address + MAGIC_OFFSET, value);
        return this;
    }

    public int compatFeatures() {
        return memory.getInt(address + COMPAT_OFFSET);
    }

    public AioRingView compatFeatures(int value) {
        memory.putInt(address + COMPAT_OFFSET, value);
        return this;
    }

    public int incompatFeatures() {
        return memory.getInt(address + INCOMPAT_OFFSET);
    }

    public AioRingView incompatFeatures(int value) {
        memory.putInt(address + INCOMPAT_OFFSET, value);
        return this;
    }

    public int headerLength() {
        return memory.getInt(address + HEADER_LENGTH_OFFSET);
    }

    public AioRingView headerLength(int value) {
        memory.putInt(address + HEADER_LENGTH_OFFSET, value);
        return this;
    }
}
