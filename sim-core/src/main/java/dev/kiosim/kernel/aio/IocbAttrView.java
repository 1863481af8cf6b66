package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;

/**
 * One {@code struct iocb_attr} in user memory, as it follows an iocb of the new ABI: little endian,
 * 8-byte aligned.
 *
 * <pre>
 * offset size type field    meaning
 *      0    8 u64  cookie   chosen by the caller, handed back in the return
 *      8    4 u32  size     of header and payload, a multiple of 8
 *     12    4 u32  id       which attribute
 *     16    n      payload  as the attribute table says
 * </pre>
 *
 * Source: new ABI specification, section 2.
 */
public final class IocbAttrView {
    /** Bytes of the header, and least size of an attribute. */
    public static final int SIZE_BYTES = 16;

    private static final int COOKIE_OFFSET = 0;
    private static final int SIZE_OFFSET = 8;
    private static final int ID_OFFSET = 12;
    private static final int PAYLOAD_OFFSET = 16;

    private AddressSpace memory = new AddressSpace();
    private long address;

    /** Points this view at {@code address}. */
    public IocbAttrView wrap(AddressSpace memory, long address) {
        this.memory = memory;
        this.address = address;
        return this;
    }

    /** Where it points. */
    public long address() {
        return address;
    }

    public long cookie() {
        return memory.getLong(address + COOKIE_OFFSET);
    }

    public IocbAttrView cookie(long value) {
        memory.putLong(address + COOKIE_OFFSET, value);
        return this;
    }

    public int size() {
        return memory.getInt(address + SIZE_OFFSET);
    }

    public IocbAttrView size(int bytes) {
        memory.putInt(address + SIZE_OFFSET, bytes);
        return this;
    }

    public int id() {
        return memory.getInt(address + ID_OFFSET);
    }

    public IocbAttrView id(int value) {
        memory.putInt(address + ID_OFFSET, value);
        return this;
    }

    /** Word {@code index} of the payload. */
    public long payload(int index) {
        return memory.getLong(address + PAYLOAD_OFFSET + (long) index * Long.BYTES);
    }

    /** Stores word {@code index} of the payload. */
    public IocbAttrView payload(int index, long value) {
        memory.putLong(address + PAYLOAD_OFFSET + (long) index * Long.BYTES, value);
        return this;
    }
}
