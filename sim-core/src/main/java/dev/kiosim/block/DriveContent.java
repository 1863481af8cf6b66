package dev.kiosim.block;

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

    private static final long NOT_CACHED = Long.MIN_VALUE;

    private final SectorStamps durable = new SectorStamps(NEVER_WRITTEN);
    private final SectorStamps cached = new SectorStamps(NOT_CACHED);

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

    /** The stamp that a read of {@code sector} returns. */
    public long stamp(long sector) {
        long stamp = cached.get(sector);
        return stamp == NOT_CACHED ? durable.get(sector) : stamp;
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
            if (stamp != NOT_CACHED) {
                durable.put(at, stamp);
                cached.put(at, NOT_CACHED);
            }
        }
    }

    /** The power fails: what only the cache held is gone. */
    public void cutPower() {
        cached.clear();
    }

    private void read(long sector, int count, long[] stamps, int from) {
        if (cached.isEmpty()) {
            durable.load(sector, count, stamps, from);
            return;
        }
        for (int i = 0; i < count; i++) {
            stamps[from + i] = stamp(sector + i);
        }
    }

    private void write(long sector, int count, long[] stamps, int from, boolean isVolatile) {
        if (isVolatile) {
            cached.store(sector, count, stamps, from);
        } else {
            durable.store(sector, count, stamps, from);
            forget(sector, count);
        }
    }

    private void discard(long sector, int count) {
        durable.fill(sector, count, NEVER_WRITTEN);
        forget(sector, count);
    }

    private void forget(long sector, int count) {
        if (!cached.isEmpty()) {
            cached.fill(sector, count, NOT_CACHED);
        }
    }
}
