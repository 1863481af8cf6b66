package dev.kiosim.kernel.aio;

import dev.kiosim.memory.AddressSpace;

/**
 * What {@code struct iocb_noctx} adds to an iocb of the new ABI, in user memory: 88 bytes in all,
 * then attributes, then room for their returns. Little endian, 8-byte aligned.
 *
 * <pre>
 * offset size type field            meaning
 *      0   64      iocb_v2          as {@link IocbView}
 *     64    8 s64  res              result, stored by the kernel at completion
 *     72    8 s64  res2             0
 *     80    8 u64  completion_list  link: address of the iocb that completed before, or 0
 *     88    n      attrs            packed struct iocb_attr
 *   88+n    m      returns          packed struct iocb_attr_ret, stored at completion
 * </pre>
 *
 * Source: new ABI specification, section 3; order and results are ours.
 */
public final class IocbNoctxView {
    public static final int SIZE_BYTES = 88;

    private static final int RES_OFFSET = 64;
    private static final int RES2_OFFSET = 72;
    private static final int LINK_OFFSET = 80;

    private AddressSpace memory = new AddressSpace();
    private long address;

    /** Points this view at {@code address}. */
    public IocbNoctxView wrap(AddressSpace memory, long address) {
        this.memory = memory;
        this.address = address;
        return this;
    }

    /** Where it points. */
    public long address() {
        return address;
    }

    /** Address of the link, for loads. */
    public long linkAddress() {
        return address + LINK_OFFSET;
    }

    public long res() {
        return memory.getLong(address + RES_OFFSET);
    }

    public IocbNoctxView res(long bytesOrErrno) {
        memory.putLong(address + RES_OFFSET, bytesOrErrno);
        return this;
    }

    public long res2() {
        return memory.getLong(address + RES2_OFFSET);
    }

    public IocbNoctxView res2(long value) {
        memory.putLong(address + RES2_OFFSET, value);
        return this;
    }

    public long link() {
        return memory.getLong(address + LINK_OFFSET);
    }

    public IocbNoctxView link(long iocbOrNull) {
        memory.putLong(address + LINK_OFFSET, iocbOrNull);
        return this;
    }
}
