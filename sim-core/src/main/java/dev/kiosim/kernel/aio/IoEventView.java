package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;

/**
 * One {@code struct io_event}: 32 bytes, little endian.
 *
 * <pre>
 * offset size type field  meaning
 *      0    8 u64  data   iocb.aio_data, handed back untouched
 *      8    8 u64  obj    user address of the iocb
 *     16    8 s64  res    bytes moved, poll mask, 0, or -errno
 *     24    8 s64  res2   0 today for every operation
 * </pre>
 *
 * Source: Linux include/uapi/linux/aio_abi.h.
 */
public final class IoEventView {
    public static final int SIZE_BYTES = 32;

    private static final int DATA_OFFSET = 0;
    private static final int OBJ_OFFSET = 8;
    private static final int RES_OFFSET = 16;
    private static final int RES2_OFFSET = 24;

    private AddressSpace memory = new AddressSpace();
    private long address;

    /** Points this view at {@code address}; one view serves a whole ring. */
    public IoEventView wrap(AddressSpace memory, long address) {
        this.memory = memory;
        this.address = address;
        return this;
    }

    public long data() {
        return memory.getLong(address + DATA_OFFSET);
    }

    public IoEventView data(long value) {
        memory.putLong(address + DATA_OFFSET, value);
        return this;
    }

    public long obj() {
        return memory.getLong(address + OBJ_OFFSET);
    }

    public IoEventView obj(long userIocb) {
        memory.putLong(address + OBJ_OFFSET, userIocb);
        return this;
    }

    public long res() {
        return memory.getLong(address + RES_OFFSET);
    }

    public IoEventView res(long bytesOrErrno) {
        memory.putLong(address + RES_OFFSET, bytesOrErrno);
        return this;
    }

    public long res2() {
        return memory.getLong(address + RES2_OFFSET);
    }

    public IoEventView res2(long value) {
        memory.putLong(address + RES2_OFFSET, value);
        return this;
    }
}
