package dev.kiosim.block;

/** What {@link Bio#status} can be: 0 or a negative errno, with Linux's numbers. */
public final class BioStatus {
    /** It worked. */
    public static final int OK = 0;
    /** The device failed, or the range lies beyond its end. */
    public static final int EIO = -5;
    /** The device is gone. */
    public static final int ENODEV = -19;
    /** No room is left on a device that allocates as it is written. */
    public static final int ENOSPC = -28;
    /** The medium has lost these sectors. */
    public static final int ENODATA = -61;
    /** The device does not know the operation. */
    public static final int EOPNOTSUPP = -95;
    /** The device did not answer in time. */
    public static final int ETIMEDOUT = -110;

    private BioStatus() {}
}
