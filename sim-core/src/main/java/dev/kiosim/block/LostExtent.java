package dev.kiosim.block;

/**
 * A run of sectors whose last acknowledged write a power cut took.
 *
 * @param device on which device
 * @param sector the first
 * @param sectorCount how many
 * @param reason why
 * @param found the version that was found there; 0 if none was ever written, negative if it could
 *     not be read
 * @param expected the least version that was acknowledged and is missing
 */
public record LostExtent(
        String device,
        long sector,
        long sectorCount,
        LossReason reason,
        long found,
        long expected) {
    boolean isContinuedBy(
            String ofDevice, long atSector, LossReason why, long holding, long missing) {
        return device.equals(ofDevice)
                && sector + sectorCount == atSector
                && reason == why
                && found == holding
                && expected == missing;
    }

    LostExtent longer() {
        return new LostExtent(device, sector, sectorCount + 1, reason, found, expected);
    }

    /** One line. */
    @Override
    public String toString() {
        return device + " sectors " + sector + " to " + (sector + sectorCount - 1) + ": "
                + reason.label() + ", "
                + (found < 0 ? "cannot be read" : "version " + found + " found")
                + ", " + expected + " was acknowledged";
    }
}
