package dev.kiosim.kernel.aio;

import dev.kiosim.kernel.SyscallArgs;
import dev.kiosim.memory.AddressSpace;

/**
 * One {@code struct aio_syscall} in user memory: what an iocb with opcode SYSCALL names by aio_buf.
 * 56 bytes, little endian.
 *
 * <pre>
 * offset size type field  meaning
 *      0    8 u64  nr     number of the system call
 *      8   48 u64  args   its six arguments, 8 bytes each
 * </pre>
 *
 * Source: new ABI specification, section 2; ours.
 */
public final class AioSyscallView {
    public static final int SIZE_BYTES = 56;
    /** Bytes of the six arguments. */
    static final int ARGS_BYTES = 48;

    private static final int NR_OFFSET = 0;
    private static final int ARGS_OFFSET = 8;

    private AddressSpace memory = new AddressSpace();
    private long address;

    /** Points this view at {@code address}. */
    public AioSyscallView wrap(AddressSpace memory, long address) {
        this.memory = memory;
        this.address = address;
        return this;
    }

    public long nr() {
        return memory.getLong(address + NR_OFFSET);
    }

    public AioSyscallView nr(long number) {
        memory.putLong(address + NR_OFFSET, number);
        return this;
    }

    /** Argument {@code index}, 0 to 5. */
    public long arg(int index) {
        return memory.getLong(address + ARGS_OFFSET + (long) index * Long.BYTES);
    }

    /** Stores argument {@code index}. */
    public AioSyscallView arg(int index, long value) {
        memory.putLong(address + ARGS_OFFSET + (long) index * Long.BYTES, value);
        return this;
    }

    /** Takes over the arguments that lie at {@code address}. */
    static void readArgs(AddressSpace memory, long address, SyscallArgs args) {
        args.set(
                memory.getLong(address),
                memory.getLong(address + 8),
                memory.getLong(address + 16),
                memory.getLong(address + 24),
                memory.getLong(address + 32),
                memory.getLong(address + 40));
    }

    /** Takes over this struct's arguments. */
    void readArgs(SyscallArgs args) {
        readArgs(memory, address + ARGS_OFFSET, args);
    }
}
