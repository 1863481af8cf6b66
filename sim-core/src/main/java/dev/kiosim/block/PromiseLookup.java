package dev.kiosim.block;

/** What the callers of a device have been told up to now, sector by sector. */
public final class PromiseLookup {
    private final DurabilityLedger ledger;
    private final SectorStamps acknowledged = new SectorStamps(DriveContent.NEVER_WRITTEN);

    /** What {@code ledger} knows now. */
    public PromiseLookup(DurabilityLedger ledger) {
        this.ledger = ledger;
        ledger.forEachAcknowledged((version, least, first, count, acknowledgedNanos) -> {
            for (long sector = first; sector < first + count; sector++) {
                acknowledged.put(sector, Math.max(version, acknowledged.get(sector)));
            }
        });
    }

    /** The last version of {@code sector} that was acknowledged; 0 if none was. */
    public long acknowledgedVersion(long sector) {
        return Math.max(acknowledged.get(sector), ledger.promisedVersion(sector));
    }

    /** What was said of {@code version} of {@code sector}, or of a later one. */
    public Promise of(long sector, long version) {
        if (ledger.forcedVersion(sector) >= version) {
            return Promise.FUA;
        }
        if (ledger.promisedVersion(sector) >= version) {
            return Promise.FLUSHED;
        }
        return acknowledged.get(sector) >= version ? Promise.ACKNOWLEDGED : Promise.NONE;
    }
}
