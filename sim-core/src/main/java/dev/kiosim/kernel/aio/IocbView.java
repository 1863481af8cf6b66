package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;

/**
 * One {@code struct iocb} in user memory: 64 bytes, little endian. The first 48 bytes are common to
 * both ABIs.
 *
 * <pre>
 * offset size type field            meaning
 *      0    8 u64  aio_data         handed back untouched in the event
 *      8    4 u32  aio_key          written by the kernel
 *     12    4 u32  aio_rw_flags     RWF_ bits (v2 and 2013: aio_reserved1, must be 0)
 *     16    2 u16  aio_lio_opcode   what to do
 *     18    2 s16  aio_reqprio      IO priority, with IOCB_FLAG_IOPRIO
 *     20    4 u32  aio_fildes       file descriptor
 *     24    8 u64  aio_buf          buffer, iovec array, poll mask, or struct aio_syscall
 *     32    8 u64  aio_nbytes       bytes, or segments
 *     40    8 s64  aio_offset       position in the file
 *     48    8 u64  aio_reserved2    must be 0 (v2: aio_attr_bytes)
 *     56    4 u32  aio_flags        IOCB_FLAG_ bits (v2: must be 0)
 *     60    4 u32  aio_resfd        eventfd (v2: aio_reserved2, must be 0)
 * </pre>
 *
 * Source: Linux include/uapi/linux/aio_abi.h; new ABI specification, section 2.
 */
public final class IocbView {
    public static final int SIZE_BYTES = 64;
    /** What the kernel writes into aio_key, and io_cancel wants to find there. */
    public static final int KEY = 0;
    /** aio_resfd is meant. */
    public static final int FLAG_RESFD = 1;
    /** aio_reqprio is meant. */
    public static final int FLAG_IOPRIO = 2;

    private static final int DATA_OFFSET = 0;
    private static final int KEY_OFFSET = 8;
    private static final int RW_FLAGS_OFFSET = 12;
    private static final int OPCODE_OFFSET = 16;
    private static final int PRIORITY_OFFSET = 18;
    private static final int FILDES_OFFSET = 20;
    private static final int BUF_OFFSET = 24;
    private static final int NBYTES_OFFSET = 32;
    private static final int OFFSET_OFFSET = 40;
    private static final int RESERVED2_OFFSET = 48;
    private static final int FLAGS_OFFSET = 56;
    private static final int RESFD_OFFSET = 60;

    private AddressSpace memory = new AddressSpace();
    private long address;

    /** Points this view at {@code address}. */
    public IocbView wrap(AddressSpace memory, long address) {
        this.memory = memory;
        this.address = address;
        return this;
    }

    /** Where it points. */
    public long address() {
        return address;
    }

    public long data() {
        return memory.getLong(address + DATA_OFFSET);
    }

    public IocbView data(long value) {
        memory.putLong(address + DATA_OFFSET, value);
        return this;
    }

    /** Where aio_key lies. */
    public long keyAddress() {
        return address + KEY_OFFSET;
    }

    public int key() {
        return memory.getInt(address + KEY_OFFSET);
    }

    public IocbView key(int value) {
        memory.putInt(address + KEY_OFFSET, value);
        return this;
    }

    public int rwFlags() {
        return memory.getInt(address + RW_FLAGS_OFFSET);
    }

    public IocbView rwFlags(int value) {
        memory.putInt(address + RW_FLAGS_OFFSET, value);
        return this;
    }

    public int opcode() {
        return memory.getShort(address + OPCODE_OFFSET) & 0xffff;
    }

    public IocbView opcode(int value) {
        memory.putShort(address + OPCODE_OFFSET, (short) value);
        return this;
    }

    public int priority() {
        return memory.getShort(address + PRIORITY_OFFSET);
    }

    public IocbView priority(int value) {
        memory.putShort(address + PRIORITY_OFFSET, (short) value);
        return this;
    }

    public int fildes() {
        return memory.getInt(address + FILDES_OFFSET);
    }

    public IocbView fildes(int value) {
        memory.putInt(address + FILDES_OFFSET, value);
        return this;
    }

    public long buf() {
        return memory.getLong(address + BUF_OFFSET);
    }

    public IocbView buf(long value) {
        memory.putLong(address + BUF_OFFSET, value);
        return this;
    }

    public long nbytes() {
        return memory.getLong(address + NBYTES_OFFSET);
    }

    public IocbView nbytes(long value) {
        memory.putLong(address + NBYTES_OFFSET, value);
        return this;
    }

    public long offset() {
        return memory.getLong(address + OFFSET_OFFSET);
    }

    public IocbView offset(long value) {
        memory.putLong(address + OFFSET_OFFSET, value);
        return this;
    }

    /** {@code aio_reserved2} of v1, {@code aio_attr_bytes} of v2. */
    public long attrBytes() {
        return memory.getLong(address + RESERVED2_OFFSET);
    }

    /** Sets {@code aio_reserved2} of v1, {@code aio_attr_bytes} of v2. */
    public IocbView attrBytes(long value) {
        memory.putLong(address + RESERVED2_OFFSET, value);
        return this;
    }

    public int flags() {
        return memory.getInt(address + FLAGS_OFFSET);
    }

    public IocbView flags(int value) {
        memory.putInt(address + FLAGS_OFFSET, value);
        return this;
    }

    public int resfd() {
        return memory.getInt(address + RESFD_OFFSET);
    }

    public IocbView resfd(int value) {
        memory.putInt(address + RESFD_OFFSET, value);
        return this;
    }
}
