package dev.kiosim.kernel;

import dev.kiosim.memory.AddressSpace;

/** The next thing a program wants done. Each task owns one, filled in again and again. */
public final class Operation {
    /** What kind of step it is. */
    public enum Kind {
        SYSCALL,
        LOAD_INT,
        LOAD_LONG,
        STORE_INT,
        STORE_LONG,
        COMPARE_AND_SWAP_INT,
        COMPARE_AND_SWAP_LONG,
        EXCHANGE_LONG,
        COMPUTE,
        /** A kernel thread's work item: {@link Work#run}. */
        WORK,
        END
    }

    private final SyscallArgs args = new SyscallArgs();
    private Kind kind = Kind.END;
    private int syscallNumber;
    private long address;
    private long expected;
    private long value;
    private Work work = task -> 0;

    /** System call {@code number} of {@link SyscallTable}. */
    public Operation syscall(int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        kind = Kind.SYSCALL;
        syscallNumber = number;
        args.set(a0, a1, a2, a3, a4, a5);
        return this;
    }

    /** System call with up to three arguments. */
    public Operation syscall(int number, long a0, long a1, long a2) {
        return syscall(number, a0, a1, a2, 0, 0, 0);
    }

    /** Loads 4 bytes, zero-extended. */
    public Operation loadInt(long from) {
        return memory(Kind.LOAD_INT, from, 0, 0);
    }

    /** Loads 8 bytes. */
    public Operation loadLong(long from) {
        return memory(Kind.LOAD_LONG, from, 0, 0);
    }

    /** Stores 4 bytes. */
    public Operation storeInt(long to, int newValue) {
        return memory(Kind.STORE_INT, to, 0, newValue);
    }

    /** Stores 8 bytes. */
    public Operation storeLong(long to, long newValue) {
        return memory(Kind.STORE_LONG, to, 0, newValue);
    }

    /** Stores 4 bytes if they are as expected; the result is 1 if so, else 0. */
    public Operation compareAndSwapInt(long at, int expectedValue, int newValue) {
        return memory(Kind.COMPARE_AND_SWAP_INT, at, expectedValue, newValue);
    }

    /** Stores 8 bytes if they are as expected; the result is 1 if so, else 0. */
    public Operation compareAndSwapLong(long at, long expectedValue, long newValue) {
        return memory(Kind.COMPARE_AND_SWAP_LONG, at, expectedValue, newValue);
    }

    /** Stores 8 bytes; the result is what was there. */
    public Operation exchangeLong(long at, long newValue) {
        return memory(Kind.EXCHANGE_LONG, at, 0, newValue);
    }

    /** Computes for {@code nanos} of CPU time. */
    public Operation compute(long nanos) {
        return memory(Kind.COMPUTE, 0, 0, nanos);
    }

    /** Runs a work item of the kernel, for kernel threads only. */
    public Operation work(Work item) {
        kind = Kind.WORK;
        work = item;
        return this;
    }

    /** The task exits. */
    public Operation end() {
        kind = Kind.END;
        return this;
    }

    private Operation memory(Kind step, long at, long expectedValue, long newValue) {
        kind = step;
        address = at;
        expected = expectedValue;
        value = newValue;
        return this;
    }

    /** What kind of step this is. */
    public Kind kind() {
        return kind;
    }

    /** Number of the system call, for {@link Kind#SYSCALL}. */
    public int syscallNumber() {
        return syscallNumber;
    }

    /** Arguments of the system call. */
    public SyscallArgs args() {
        return args;
    }

    /** The address of a load, store or exchange. */
    public long address() {
        return address;
    }

    /** The value to store, or the nanoseconds to compute. */
    public long value() {
        return value;
    }

    /** The work item, for {@link Kind#WORK}. */
    Work work() {
        return work;
    }

    /** Carries out a load, store or exchange; faults as the hardware would. */
    long access(AddressSpace memory) {
        return switch (kind) {
            case LOAD_INT -> memory.getInt(address) & 0xffffffffL;
            case LOAD_LONG -> memory.getLong(address);
            case STORE_INT -> {
                memory.putInt(address, (int) value);
                yield 0;
            }
            case STORE_LONG -> {
                memory.putLong(address, value);
                yield 0;
            }
            case COMPARE_AND_SWAP_INT -> {
                boolean swaps = memory.getInt(address) == (int) expected;
                memory.putInt(address, swaps ? (int) value : memory.getInt(address));
                yield swaps ? 1 : 0;
            }
            case COMPARE_AND_SWAP_LONG -> {
                boolean swaps = memory.getLong(address) == expected;
                memory.putLong(address, swaps ? value : memory.getLong(address));
                yield swaps ? 1 : 0;
            }
            case EXCHANGE_LONG -> {
                long before = memory.getLong(address);
                memory.putLong(address, value);
                yield before;
            }
            case SYSCALL, COMPUTE, WORK, END -> 0;
        };
    }
}
