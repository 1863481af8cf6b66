package dev.kiosim.kernel.aio;

/** Names of {@code aio_lio_opcode}. Source: Linux include/uapi/linux/aio_abi.h; SYSCALL is ours. */
public final class Opcodes {
    /** Any system call; new ABI only. */
    public static final int SYSCALL = 64;

    private static final String[] NAMES = {
        "PREAD", "PWRITE", "FSYNC", "FDSYNC", "PREADX", "POLL", "NOOP", "PREADV", "PWRITEV"
    };

    private Opcodes() {}

    /** The name of {@code opcode}; its number if it has none. */
    public static String name(int opcode) {
        if (opcode == SYSCALL) {
            return "SYSCALL";
        }
        return opcode >= 0 && opcode < NAMES.length ? NAMES[opcode] : Integer.toString(opcode);
    }
}
