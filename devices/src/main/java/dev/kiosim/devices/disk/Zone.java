package dev.kiosim.devices.disk;

import dev.kiosim.config.ConfigException;

/**
 * Neighbouring cylinders with equally many sectors on a track.
 *
 * @param firstCylinder where it begins
 * @param cylinders how many
 * @param sectorsPerTrack 512-byte sectors on each track
 * @param trackSkew sectors by which a track is turned against the one before it in its cylinder
 * @param cylinderSkew sectors by which a cylinder's first track is turned against the last track
 *     before it
 */
public record Zone(
        int firstCylinder, int cylinders, int sectorsPerTrack, int trackSkew, int cylinderSkew) {
    /** Checks the sizes. */
    public Zone {
        if (cylinders < 1 || sectorsPerTrack < 1) {
            throw new ConfigException(
                    "zones", cylinders + " cylinders of " + sectorsPerTrack, "at least 1 of each");
        }
    }
}
