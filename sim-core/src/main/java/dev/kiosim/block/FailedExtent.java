package dev.kiosim.block;

/**
 * A run of sectors whose content the failure of a device has taken.
 *
 * @param device on which device, as its users see it
 * @param sector the first
 * @param sectorCount how many
 * @param reason how
 * @param promise what their callers had been told
 * @param found the version that is left; negative if they cannot be read
 * @param expected the version that was promised; {@link LostSectors#UNKNOWN} if that is not tracked
 */
public record FailedExtent(
        String device,
        long sector,
        long sectorCount,
        FailureReason reason,
        Promise promise,
        long found,
        long expected) {
    boolean isContinuedBy(FailedExtent next) {
        return device.equals(next.device)
                && sector + sectorCount == next.sector
                && reason == next.reason
                && promise == next.promise
                && found == next.found
                && expected == next.expected;
    }

    FailedExtent with(FailedExtent next) {
        return new FailedExtent(
                device, sector, sectorCount + next.sectorCount, reason, promise, found, expected);
    }

    /** One line. */
    @Override
    public String toString() {
        String range = device + " sectors " + sector + " to " + (sector + sectorCount - 1) + ": "
                + reason.label() + ", ";
        if (expected == LostSectors.UNKNOWN) {
            return range + "versions not tracked";
        }
        String told = promise == Promise.FUA ? "FUA" : promise.label();
        return range + "version " + expected + " " + told + ", "
                + (found < 0 ? "cannot be read" : "version " + found + " left");
    }
}
