package dev.kiosim.devices.disk;

/** Where a sector is: filled in by {@link DiskLayout#locate}, used again and again. */
final class TrackPosition {
    /** Cylinder, from the outer edge. */
    int cylinder;
    /** Surface. */
    int head;
    /** Sectors on this track. */
    int sectorsPerTrack;
    /** Index of the sector on its track. */
    int sector;
    /**
     * Where the sector begins, skews included, in sectors from angle 0: the start angle times
     * sectorsPerTrack.
     */
    int angleSector;
}
