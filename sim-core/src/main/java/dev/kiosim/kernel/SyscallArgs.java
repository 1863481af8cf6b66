package dev.kiosim.kernel;

/** The six argument registers of a system call. */
public final class SyscallArgs {
    private final long[] values = new long[6];

    /** Fills all six. */
    public SyscallArgs set(long a0, long a1, long a2, long a3, long a4, long a5) {
        values[0] = a0;
        values[1] = a1;
        values[2] = a2;
        values[3] = a3;
        values[4] = a4;
        values[5] = a5;
        return this;
    }

    /** Argument {@code index} (0 to 5) as a 64-bit number or address. */
    public long asLong(int index) {
        return values[index];
    }

    /**
     * Argument {@code index} as a signed 32-bit number: the upper half of the register does not
     * count.
     */
    public int asInt(int index) {
        return (int) values[index];
    }

    /** Argument {@code index} as an unsigned 32-bit number. */
    public long asUnsignedInt(int index) {
        return values[index] & 0xffffffffL;
    }
}
