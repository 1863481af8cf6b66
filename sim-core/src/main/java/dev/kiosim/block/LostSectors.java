package dev.kiosim.block;

/** Takes runs of sectors that a device has lost because a device below it failed. */
@FunctionalInterface
public interface LostSectors {
    /** A version that is not known, because this run, or a device, does not track data. */
    long UNKNOWN = Long.MIN_VALUE;

    /**
     * {@code count} sectors from {@code sector} on.
     *
     * @param found the version that is left of them; negative if they cannot be read
     * @param expected the version that they had, which need not have been acknowledged; or
     *     {@link #UNKNOWN}. For those who do not know what was acknowledged
     */
    void lost(long sector, int count, FailureReason reason, long found, long expected);
}
