package dev.kiosim.block;

import dev.kiosim.engine.Nullable;

/**
 * What is on a drive, as version stamps, in two layers: what is durable, and over it what only the
 * drive's volatile cache holds. A power cut takes the upper layer away.
 *
 * <p>The queue moves the stamps when a request has ended; the drive says when cached sectors have
 * reached the medium.
 */
public final class DriveContent {
    /** The stamp of a sector that was never written. */
    public static final long NEVER_WRITTEN = 0;

    /** Where nothing is cached, lost or written back: less than any stamp. */
    private static final long NOTHING = Long.MIN_VALUE;

    private final SectorStamps durable = new SectorStamps(NEVER_WRITTEN);
    private final SectorStamps cached = new SectorStamps(NOTHING);
    private @Nullable SectorRecords records;
    private final SectorStamps lost = new SectorStamps(NOTHING);
    private final SectorStamps lostBefore = new SectorStamps(NOTHING);
    private final SectorStamps holes = new SectorStamps(LossReason.NONE.ordinal());
    private final SectorStamps explainedBefore = new SectorStamps(NOTHING);
    private final SectorStamps holesBefore = new SectorStamps(LossReason.NONE.ordinal());

    /** Tells of the sectors that a power cut took. */
    public interface Explanation {
        /** What may have been lost with {@code stamp} of {@code sector}: a hole, or NONE. */
        LossReason hole(long sector, long stamp);
    }

    /**
     * Reads or stores the stamps of a bio that the drive has served; {@code isVolatile}: a write is
     * in its cache.
     */
    public void move(Bio bio, boolean isVolatile) {
        switch (bio.op) {
            case READ -> {
                if (bio.stamps != null) {
                    read(bio.sector, bio.sectorCount, bio.stamps, bio.stampsFrom);
                }
            }
            case WRITE -> {
                if (bio.stamps != null) {
                    write(bio.sector, bio.sectorCount, bio.stamps, bio.stampsFrom, isVolatile);
                }
            }
            case DISCARD -> discard(bio.sector, bio.sectorCount);
            case FLUSH -> {} // no sectors
        }
    }

    /** Stores the stamps of sectors that are in the drive's cache from now on. */
    void cache(long sector, int count, long[] stamps, int from) {
        write(sector, count, stamps, from, true);
    }

    /** The stamp that a read of {@code sector} returns. */
    public long stamp(long sector) {
        long stamp = cached.get(sector);
        return stamp == NOTHING ? durable.get(sector) : stamp;
    }

    /** The stamp of {@code sector} that would be left after a power cut now. */
    public long durableStamp(long sector) {
        return durable.get(sector);
    }

    /** The drive's cache has written these sectors to the medium. */
    public void makeDurable(long sector, long count) {
        if (cached.isEmpty()) {
            return;
        }
        for (long at = sector; at < sector + count; at++) {
            long stamp = cached.get(at);
            if (stamp != NOTHING) {
                putDurable(at, stamp);
                cached.put(at, NOTHING);
            }
        }
    }

    /**
     * From now on metadata has content too, so that it can be read back after a power cut; without
     * that only data have.
     */
    public DriveContent keepRecords() {
        if (records == null) {
            records = new SectorRecords();
        }
        return this;
    }

    /** The content of metadata; null if it is not kept. */
    public @Nullable SectorRecords records() {
        return records;
    }

    /** The content of the record at {@code sector}; null if there is none. */
    public long @Nullable [] readRecord(long sector) {
        return records == null ? null : records.read(this, sector);
    }

    /** Stores a record that counts as written, and durable, before the simulation began. */
    public void storeRecord(long sector, int sectors, long[] words) {
        if (records != null) {
            write(sector, sectors, records.add(sectors, words), 0, false);
        }
    }

    /**
     * The power fails: of what only the cache held, {@code how} decides what stays.
     * {@link #whyLost} and {@link #hole} tell what is gone.
     */
    public void cutPower(PowerCut how) {
        how.nextDrive();
        lost.forEach(this::keepLost);
        lost.clear();
        holes.clear();
        cached.forEach((sector, stamp) -> {
            if (stamp == NOTHING) {
                return;
            }
            if (how.keepsCached()) {
                putDurable(sector, stamp);
            } else {
                lost.put(sector, stamp);
                overwrittenRecord(stamp);
            }
        });
        cached.clear();
    }

    /** What an earlier power cut took still matters; with its reason, if there was one. */
    private void keepLost(long sector, long stamp) {
        if (stamp == NOTHING) {
            return;
        }
        lostBefore.put(sector, Math.max(stamp, lostBefore.get(sector)));
        long hole = holes.get(sector);
        if (hole != LossReason.NONE.ordinal()) {
            explainedBefore.put(sector, stamp);
            holesBefore.put(sector, hole);
        }
    }

    /** A write was under way when the power failed: some of its sectors are on the medium. */
    void tear(Bio bio, PowerCut how) {
        long[] stamps = bio.stamps;
        if (stamps == null && bio.op != Bio.Op.DISCARD) {
            return;
        }
        int ofFour = how.writtenOfFour();
        for (int i = 0; i < bio.sectorCount; i++) {
            long stamp = stamps == null ? NEVER_WRITTEN : stamps[bio.stampsFrom + i];
            if (how.isWritten(ofFour)) {
                putDurable(bio.sector + i, stamp);
            } else {
                noteTorn(bio.sector + i, stamp);
            }
        }
    }

    /** A sector of a write under way did not get to the medium; what the cache lost comes first. */
    private void noteTorn(long sector, long stamp) {
        if (lost.get(sector) == NOTHING) {
            lost.put(sector, stamp);
        }
        overwrittenRecord(stamp);
    }

    private void putDurable(long sector, long stamp) {
        long old = records == null ? NEVER_WRITTEN : durable.get(sector);
        if (old != stamp) {
            overwrittenRecord(old);
        }
        durable.put(sector, stamp);
        found(sector, 1);
    }

    /**
     * A write of {@code stamp} to {@code sector} was under way when the power failed; unless it got
     * to the medium, or the power cut took something older there, it is what was lost.
     */
    public void noteUnderWay(long sector, long stamp) {
        if (durable.get(sector) != stamp && lost.get(sector) == NOTHING) {
            lost.put(sector, stamp);
        }
    }

    /** A cache above tells what may have been lost with what this power cut took. */
    public void explainLost(Explanation explanation) {
        lost.forEach((sector, stamp) -> {
            if (stamp != NOTHING) {
                holes.put(sector, explanation.hole(sector, stamp).ordinal());
            }
        });
    }

    /**
     * What the cache above told of {@code sector} when a power cut took {@code stamp} or a later
     * version, after which nothing came; NONE if no power cut did.
     */
    public LossReason hole(long sector, long stamp) {
        if (explainedBefore.get(sector) >= stamp) {
            return LossReason.values()[(int) holesBefore.get(sector)];
        }
        return lost.get(sector) >= stamp
                ? LossReason.values()[(int) holes.get(sector)]
                : LossReason.NONE;
    }

    /**
     * What power cuts took last of {@code sector}, after which nothing came; negative if that is no
     * version of data.
     */
    public long lostStamp(long sector) {
        long stamp = lost.get(sector);
        return stamp == NOTHING ? lostBefore.get(sector) : stamp;
    }

    /**
     * Whether power cuts took the write with {@code stamp} of {@code sector}: itself, or what had
     * replaced it in the cache.
     */
    LossReason whyLost(long sector, long stamp) {
        boolean isGone = lost.get(sector) >= stamp || lostBefore.get(sector) >= stamp;
        return isGone ? LossReason.DRIVE_CACHE : LossReason.NONE;
    }

    /** These sectors got durable content: what was lost there is of no interest any more. */
    private void found(long sector, long count) {
        if (!lost.isEmpty() || !lostBefore.isEmpty()) {
            lost.fill(sector, count, NOTHING);
            lostBefore.fill(sector, count, NOTHING);
            explainedBefore.fill(sector, count, NOTHING);
        }
    }

    private void read(long sector, int count, long[] stamps, int from) {
        durable.load(sector, count, stamps, from);
        if (!cached.isEmpty()) {
            cached.loadOver(sector, count, stamps, from);
        }
    }

    private void write(long sector, int count, long[] stamps, int from, boolean isVolatile) {
        if (records != null) {
            forgetRecords(sector, count, isVolatile);
        }
        if (isVolatile) {
            cached.store(sector, count, stamps, from);
        } else {
            durable.store(sector, count, stamps, from);
            found(sector, count);
            forget(sector, count);
        }
    }

    private void discard(long sector, int count) {
        if (records != null) {
            forgetRecords(sector, count, false);
        }
        durable.fill(sector, count, NEVER_WRITTEN);
        forget(sector, count);
    }

    private void forget(long sector, int count) {
        if (!cached.isEmpty()) {
            cached.fill(sector, count, NOTHING);
        }
    }

    /** Sectors get other content: a record that lay there can be read no more. */
    private void forgetRecords(long sector, int count, boolean isVolatile) {
        for (long at = sector; at < sector + count; at++) {
            if (!isVolatile) {
                overwrittenRecord(durable.get(at));
            }
            overwrittenRecord(cached.get(at));
        }
    }

    private void overwrittenRecord(long stamp) {
        SectorRecords kept = records;
        if (kept != null && stamp != NOTHING) {
            kept.overwritten(stamp);
        }
    }
}
