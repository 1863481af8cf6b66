package dev.kiosim.block;

/** What the callers of a device have been told up to now, sector by sector. */
public final class PromiseLookup {
    private final DurabilityLedger ledger;
    private final SectorStamps acknowledged = new SectorStamps(DriveContent.NEVER_WRITTEN);
    private final SectorStamps floor = new SectorStamps(DriveContent.NEVER_WRITTEN);

    /** What {@code ledger} knows now. */
    public PromiseLookup(DurabilityLedger ledger) {
        this.ledger = ledger;
        ledger.forEachAcknowledged((version, least, first, count, acknowledgedNanos) -> {
            for (long sector = first; sector < first + count; sector++) {
                acknowledged.put(sector, Math.max(version, acknowledged.get(sector)));
                floor.put(sector, Math.max(least, floor.get(sector)));
            }
        });
    }

    /** The last version of {@code sector} that was acknowledged; 0 if none was. */
    public long acknowledgedVersion(long sector) {
        return Math.max(acknowledged.get(sector), ledger.promisedVersion(sector));
    }

    /**
     * The strongest promise that is broken if only version {@code left} of {@code sector} is left,
     * negative if none is; {@link Promise#NONE} if none is broken. Of writes that overlapped in
     * time either may have come last.
     */
    public Promise brokenBy(long sector, long left) {
        long there = Math.max(left, DriveContent.NEVER_WRITTEN);
        if (Math.max(floor.get(sector), ledger.floorVersion(sector)) <= there) {
            return Promise.NONE;
        }
        if (ledger.forcedVersion(sector) > there) {
            return Promise.FUA;
        }
        return ledger.promisedVersion(sector) > there ? Promise.FLUSHED : Promise.ACKNOWLEDGED;
    }
}
