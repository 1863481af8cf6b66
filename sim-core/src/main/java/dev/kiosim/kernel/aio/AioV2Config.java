package dev.kiosim.kernel.aio;

import dev.kiosim.config.ConfigException;

/**
 * How the new ABI of a kernel is set up; checked when built.
 *
 * @param ringBytes data area of every ring, a power of two from 64 to 2^30
 * @param ringStart where rings begin to count, a multiple of 8; lessons and tests start shortly
 *     before the wrap at 2^32
 * @param variant the ABI as it should be, or its prototype
 */
public record AioV2Config(int ringBytes, int ringStart, V2Variant variant) {
    /** Two pages. Source: new ABI specification, section 2; the prototype. */
    public static final int RING_BYTES_DEFAULT = 8192;

    private static final int RING_BYTES_MIN = 64;
    private static final int RING_BYTES_MAX = 1 << 30;

    public AioV2Config {
        boolean isPowerOfTwo = Integer.bitCount(ringBytes) == 1;
        if (!isPowerOfTwo || ringBytes < RING_BYTES_MIN || ringBytes > RING_BYTES_MAX) {
            throw new ConfigException("ring_bytes", ringBytes, "a power of two from 64 to 1GiB");
        }
        if (ringStart % Long.BYTES != 0) {
            throw new ConfigException("ring_start", ringStart, "a multiple of 8");
        }
    }

    /** The ABI as it should be. */
    public AioV2Config(int ringBytes, int ringStart) {
        this(ringBytes, ringStart, V2Variant.RIGHT);
    }

    /** Everything as usual. */
    public static AioV2Config usual() {
        return of(V2Variant.RIGHT);
    }

    /** The usual ring, with {@code variant}. */
    public static AioV2Config of(V2Variant variant) {
        return new AioV2Config(RING_BYTES_DEFAULT, 0, variant);
    }
}
