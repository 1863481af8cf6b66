package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;

/**
 * One {@code struct io_event_v2} in user memory, as io_getevents2 copies it: 32 bytes, then the
 * attribute returns; little endian, 8-byte aligned. In the mapped ring an event may straddle the
 * end of the data area: there {@link AioRingV2View#word} reads it.
 *
 * <pre>
 * offset size type field       meaning
 *      0    8 u64  data        iocb.aio_data, handed back untouched
 *      8    8 s64  res         bytes transferred, poll mask, or -errno
 *     16    8 s64  res2        0
 *     24    8 u64  attr_bytes  bytes of returns that follow
 *     32    n      returns     packed struct iocb_attr_ret, in the order of the iocb's attributes
 * </pre>
 *
 * Source: new ABI specification, section 2.
 */
public final class IoEventV2View {
    /** Bytes of an event without returns. */
    public static final int SIZE_BYTES = 32;

    static final int DATA_OFFSET = 0;
    static final int RES_OFFSET = 8;
    static final int RES2_OFFSET = 16;
    static final int ATTR_BYTES_OFFSET = 24;

    private AddressSpace memory = new AddressSpace();
    private long address;

    /** Points this view at {@code address}. */
    public IoEventV2View wrap(AddressSpace memory, long address) {
        this.memory = memory;
        this.address = address;
        return this;
    }

    /** Where it points. */
    public long address() {
        return address;
    }

    /** Points this view at the event behind this one. */
    public IoEventV2View next() {
        address += sizeBytes();
        return this;
    }

    /** Bytes of the event with its returns. */
    public long sizeBytes() {
        return SIZE_BYTES + attrBytes();
    }

    /** Address of the first return. */
    public long returnsAddress() {
        return address + SIZE_BYTES;
    }

    public long data() {
        return memory.getLong(address + DATA_OFFSET);
    }

    public IoEventV2View data(long value) {
        memory.putLong(address + DATA_OFFSET, value);
        return this;
    }

    public long res() {
        return memory.getLong(address + RES_OFFSET);
    }

    public IoEventV2View res(long bytesOrErrno) {
        memory.putLong(address + RES_OFFSET, bytesOrErrno);
        return this;
    }

    public long res2() {
        return memory.getLong(address + RES2_OFFSET);
    }

    public IoEventV2View res2(long value) {
        memory.putLong(address + RES2_OFFSET, value);
        return this;
    }

    public long attrBytes() {
        return memory.getLong(address + ATTR_BYTES_OFFSET);
    }

    public IoEventV2View attrBytes(long bytes) {
        memory.putLong(address + ATTR_BYTES_OFFSET, bytes);
        return this;
    }
}
