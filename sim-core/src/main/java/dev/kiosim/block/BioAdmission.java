package dev.kiosim.block;

/** What a drive can make of a bio: whether it is served at all, and which of its flags matter. */
final class BioAdmission {
    private final Drive drive;

    BioAdmission(Drive drive) {
        this.drive = drive;
    }

    /** Whether the bio lies on the drive. */
    boolean isInRange(Bio bio) {
        return bio.sector >= 0
                && bio.sectorCount >= 0
                && bio.sector <= drive.sectorCount() - bio.sectorCount;
    }

    /**
     * Whether the bio ends without becoming a request: one that the drive cannot serve, which gets
     * its status here, or a flush that has nothing to flush.
     */
    boolean isEndedAtOnce(Bio bio) {
        if (!isInRange(bio)) {
            bio.status = BioStatus.EIO;
            return true;
        }
        if (bio.op == Bio.Op.DISCARD && !drive.supportsDiscard()) {
            bio.status = BioStatus.EOPNOTSUPP;
            return true;
        }
        return bio.sectorCount == 0 && !(drive.hasVolatileCache() && asksForFlush(bio));
    }

    /** The bio's flags, without those that mean nothing to a drive whose writes are durable. */
    int effectiveFlags(Bio bio) {
        return drive.hasVolatileCache() ? bio.flags : bio.flags & ~(Bio.PREFLUSH | Bio.FUA);
    }

    /** Whether a bio with these effective flags goes through a flush sequence. */
    static boolean isSequenced(Bio bio, int flags) {
        return bio.op == Bio.Op.FLUSH || (flags & (Bio.PREFLUSH | Bio.FUA)) != 0;
    }

    private static boolean asksForFlush(Bio bio) {
        return bio.op == Bio.Op.FLUSH || bio.has(Bio.PREFLUSH);
    }
}
