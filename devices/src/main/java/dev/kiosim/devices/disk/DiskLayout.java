package dev.kiosim.devices.disk;

import dev.kiosim.config.ConfigException;
import java.util.List;

/**
 * Where logical sectors lie: zone by zone from the outer edge, in a cylinder head by head, on a
 * track in the order of rotation. Every zone begins at angle 0.
 *
 * <p>Left out: serpentine orders, slipped and spare sectors.
 */
final class DiskLayout {
    private final int heads;
    private final int[] firstCylinder;
    private final int[] sectorsPerTrack;
    private final int[] trackSkew;
    /**
     * Sectors by which a cylinder is turned against the one before: all its track skews and one
     * cylinder skew.
     */
    private final int[] cylinderTurn;
    /** First sector of each zone, and at the end the number of all sectors. */
    private final long[] firstSector;

    private final int cylinders;
    private int lastZone;

    DiskLayout(int heads, List<Zone> zones) {
        this.heads = heads;
        int count = zones.size();
        firstCylinder = new int[count];
        sectorsPerTrack = new int[count];
        trackSkew = new int[count];
        cylinderTurn = new int[count];
        firstSector = new long[count + 1];
        int nextCylinder = 0;
        for (int i = 0; i < count; i++) {
            Zone zone = zones.get(i);
            if (zone.firstCylinder() != nextCylinder) {
                throw new ConfigException(
                        "zones", "cylinder " + zone.firstCylinder(), "one after the other");
            }
            firstCylinder[i] = nextCylinder;
            sectorsPerTrack[i] = zone.sectorsPerTrack();
            trackSkew[i] = zone.trackSkew();
            cylinderTurn[i] = (heads - 1) * zone.trackSkew() + zone.cylinderSkew();
            firstSector[i + 1] =
                    firstSector[i] + (long) zone.cylinders() * heads * zone.sectorsPerTrack();
            nextCylinder += zone.cylinders();
        }
        cylinders = nextCylinder;
    }

    int cylinders() {
        return cylinders;
    }

    long sectorCount() {
        return firstSector[firstSector.length - 1];
    }

    /** Fills {@code position} with the place of {@code sector}. */
    void locate(long sector, TrackPosition position) {
        int zone = zoneOf(sector);
        int perTrack = sectorsPerTrack[zone];
        long inZone = sector - firstSector[zone];
        long track = inZone / perTrack;
        int cylinderInZone = (int) (track / heads);
        position.sector = (int) (inZone - track * perTrack);
        position.head = (int) (track - (long) cylinderInZone * heads);
        position.cylinder = firstCylinder[zone] + cylinderInZone;
        position.sectorsPerTrack = perTrack;
        long turned =
                (long) cylinderInZone * cylinderTurn[zone] + (long) position.head * trackSkew[zone];
        position.angleSector = (int) ((turned + position.sector) % perTrack);
    }

    private int zoneOf(long sector) {
        int zone = lastZone;
        while (sector < firstSector[zone]) {
            zone--;
        }
        while (sector >= firstSector[zone + 1]) {
            zone++;
        }
        lastZone = zone;
        return zone;
    }
}
