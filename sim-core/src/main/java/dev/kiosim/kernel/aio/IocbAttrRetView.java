package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;

/**
 * One {@code struct iocb_attr_ret} in user memory, as it follows an event of the new ABI: little
 * endian, 8-byte aligned.
 *
 * <pre>
 * offset size type field    meaning
 *      0    8 u64  cookie   as in the attribute that it answers
 *      8    4 u32  size     of header and payload, a multiple of 8
 *     12    4 s32  ret      0 handled; -EOPNOTSUPP nobody on the way handled it; -ENOSYS unknown to
 *                           this kernel; another -errno: refused
 *     16    n      payload  as the attribute table says; only if ret is 0
 * </pre>
 *
 * Source: new ABI specification, section 2.
 */
public final class IocbAttrRetView {
    /** Bytes of the header, and size of a return without payload. */
    public static final int SIZE_BYTES = 16;

    private static final int COOKIE_OFFSET = 0;
    private static final int SIZE_OFFSET = 8;
    private static final int RET_OFFSET = 12;
    private static final int PAYLOAD_OFFSET = 16;

    private AddressSpace memory = new AddressSpace();
    private long address;

    /** Points this view at {@code address}. */
    public IocbAttrRetView wrap(AddressSpace memory, long address) {
        this.memory = memory;
        this.address = address;
        return this;
    }

    /** Where it points. */
    public long address() {
        return address;
    }

    /** Points this view at the return behind this one. */
    public IocbAttrRetView next() {
        address += size();
        return this;
    }

    public long cookie() {
        return memory.getLong(address + COOKIE_OFFSET);
    }

    public IocbAttrRetView cookie(long value) {
        memory.putLong(address + COOKIE_OFFSET, value);
        return this;
    }

    public int size() {
        return memory.getInt(address + SIZE_OFFSET);
    }

    public IocbAttrRetView size(int bytes) {
        memory.putInt(address + SIZE_OFFSET, bytes);
        return this;
    }

    public int ret() {
        return memory.getInt(address + RET_OFFSET);
    }

    public IocbAttrRetView ret(int zeroOrErrno) {
        memory.putInt(address + RET_OFFSET, zeroOrErrno);
        return this;
    }

    /** Word {@code index} of the payload. */
    public long payload(int index) {
        return memory.getLong(address + PAYLOAD_OFFSET + (long) index * Long.BYTES);
    }

    /** Stores word {@code index} of the payload. */
    public IocbAttrRetView payload(int index, long value) {
        memory.putLong(address + PAYLOAD_OFFSET + (long) index * Long.BYTES, value);
        return this;
    }
}
