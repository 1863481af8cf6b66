package dev.kiosim.memory;

/**
 * CRC-32C (Castagnoli), as iSCSI, ext4 and Btrfs use it: reflected polynomial 0x82f63b78, register
 * inverted before and after. A sum continues from the one before: {@code of(of(0, a), b)} is the
 * sum of a and b together. Source: RFC 3720, appendix B.4.
 */
public final class Crc32c {
    /** Bytes of a sector, the unit of {@link #append}. */
    public static final int SECTOR_BYTES = 512;

    private static final int POLYNOMIAL = 0x82f63b78;
    private static final int BYTE_VALUES = 256;
    private static final int BYTE_MASK = BYTE_VALUES - 1;
    private static final int[] TABLE = table();
    private static final int[][] PAST_SECTOR = pastSector();

    private Crc32c() {}

    private static int[] table() {
        int[] table = new int[BYTE_VALUES];
        for (int i = 0; i < BYTE_VALUES; i++) {
            int value = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            table[i] = value;
        }
        return table;
    }

    /**
     * What a sector of zeros makes of a register, which is linear: by each byte of the register.
     */
    private static int[][] pastSector() {
        int[][] tables = new int[Integer.BYTES][BYTE_VALUES];
        for (int byteIndex = 0; byteIndex < Integer.BYTES; byteIndex++) {
            for (int value = 0; value < BYTE_VALUES; value++) {
                int register = value << byteIndex * Byte.SIZE;
                for (int i = 0; i < SECTOR_BYTES; i++) {
                    register = register >>> Byte.SIZE ^ TABLE[register & BYTE_MASK];
                }
                tables[byteIndex][value] = register;
            }
        }
        return tables;
    }

    /** The sum {@code before}, 0 at first, continued over {@code length} bytes. */
    public static int of(int before, byte[] bytes, int from, int length) {
        int register = ~before;
        for (int i = from; i < from + length; i++) {
            register = register >>> Byte.SIZE ^ TABLE[(register ^ bytes[i]) & BYTE_MASK];
        }
        return ~register;
    }

    /** The sum {@code before}, continued over {@code length} bytes whose own sum is {@code of}. */
    public static int append(int before, int of, long length) {
        int register = before;
        for (long i = 0; i < length / SECTOR_BYTES; i++) {
            register = append(register, 0);
        }
        for (long i = 0; i < length % SECTOR_BYTES; i++) {
            register = register >>> Byte.SIZE ^ TABLE[register & BYTE_MASK];
        }
        return register ^ of;
    }

    /** The sum {@code before}, continued over a sector whose own sum is {@code ofSector}. */
    public static int append(int before, int ofSector) {
        return PAST_SECTOR[0][before & BYTE_MASK]
                ^ PAST_SECTOR[1][before >>> 8 & BYTE_MASK]
                ^ PAST_SECTOR[2][before >>> 16 & BYTE_MASK]
                ^ PAST_SECTOR[3][before >>> 24]
                ^ ofSector;
    }

    /** The sum {@code before}, continued over user memory; bytes that cannot be read end it. */
    public static int of(int before, AddressSpace memory, long address, long length) {
        byte[] piece = new byte[SECTOR_BYTES];
        int sum = before;
        for (long done = 0; done < length; done += SECTOR_BYTES) {
            int bytes = (int) Math.min(SECTOR_BYTES, length - done);
            int copied = memory.copyFrom(address + done, piece, 0, bytes);
            sum = of(sum, piece, 0, copied);
            if (copied < bytes) {
                break;
            }
        }
        return sum;
    }
}
