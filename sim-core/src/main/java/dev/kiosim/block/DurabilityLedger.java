package dev.kiosim.block;

import dev.kiosim.engine.Engine;
import java.util.Arrays;

/**
 * What a device has promised: which version of each sector must outlive a power cut, and which
 * versions may be found there. A write is promised when it was acknowledged with FUA, or before a
 * flush that has been acknowledged was submitted.
 *
 * <p>Writes that are not promised yet are in a log, first those that were acknowledged, then those
 * under way (and those that failed, which may be there or not), so memory grows with the writes
 * between two flushes; of the others only the floor is kept, below which nothing may be found, the
 * newest that was promised, and the newest that may be found. They differ where writes overlapped
 * in time, so that either may have come last, and after a power cut.
 */
public final class DurabilityLedger {
    private static final long NEVER = -1;
    private static final int FIRST_LOG = 64;

    private final Engine engine;
    private final SectorStamps floor = new SectorStamps(DriveContent.NEVER_WRITTEN);
    private final SectorStamps promised = new SectorStamps(DriveContent.NEVER_WRITTEN);
    private final SectorStamps known = new SectorStamps(DriveContent.NEVER_WRITTEN);
    private final SectorStamps newest = new SectorStamps(DriveContent.NEVER_WRITTEN);
    private final SectorStamps forced = new SectorStamps(DriveContent.NEVER_WRITTEN);
    private long[] version = new long[FIRST_LOG];
    private long[] least = new long[FIRST_LOG];
    private long[] sector = new long[FIRST_LOG];
    private int[] sectorCount = new int[FIRST_LOG];
    private long[] acknowledgedNanos = new long[FIRST_LOG];
    private long[] acknowledgement = new long[FIRST_LOG];
    private long[] flushes = new long[FIRST_LOG];
    private int acknowledged;
    private int logged;
    private long acknowledgements;

    /** A ledger of a device of which nothing has been written. */
    public DurabilityLedger(Engine engine) {
        this.engine = engine;
    }

    /** Takes a sector and what was found in it. */
    public interface Found {
        /** {@code sector} holds {@code stamp}. */
        void add(long sector, long stamp);
    }

    /** Takes writes that were acknowledged. */
    interface Acknowledged {
        /** A write of {@code count} sectors. */
        void add(long version, long least, long sector, int count, long acknowledgedNanos);
    }

    /**
     * After a power cut {@code stamp} was found in {@code sector}. What was promised in the life
     * before, which {@code before} knows, still is, unless it is lost already. Whatever else was
     * written there may come to light: a cache may have another version than the drive below.
     */
    public void restart(DurabilityLedger before, long onSector, long stamp) {
        floor.put(onSector, Math.min(stamp, before.floor.get(onSector)));
        promised.put(onSector, Math.min(stamp, before.promised.get(onSector)));
        newest.put(onSector, Math.max(stamp, before.newest.get(onSector)));
        known.put(onSector, newest.get(onSector));
    }

    /** A bio is about to be submitted; the version of a write is {@code ofVersion}. */
    public void submitted(Bio bio, long ofVersion) {
        if (bio.op == Bio.Op.WRITE) {
            enter(bio, ofVersion);
        } else if (bio.op == Bio.Op.FLUSH) {
            bio.ownerTag = acknowledgements;
        }
    }

    private void enter(Bio bio, long ofVersion) {
        if (logged == version.length) {
            grow();
        }
        long overlapped = ofVersion;
        for (int i = acknowledged; i < logged; i++) {
            if (sector[i] < bio.endSector() && bio.sector < sector[i] + sectorCount[i]) {
                overlapped = Math.min(overlapped, version[i]);
            }
        }
        version[logged] = ofVersion;
        least[logged] = overlapped;
        sector[logged] = bio.sector;
        sectorCount[logged] = bio.sectorCount;
        acknowledgedNanos[logged] = NEVER;
        acknowledgement[logged] = NEVER;
        flushes[logged] = bio.has(Bio.PREFLUSH) ? acknowledgements : NEVER;
        logged++;
        newest.fill(bio.sector, bio.sectorCount, ofVersion);
    }

    /** A bio has ended; a write that failed may be there or not. */
    public void ended(Bio bio) {
        if (bio.op == Bio.Op.WRITE) {
            writeEnded(bio);
        } else if (bio.op == Bio.Op.FLUSH && bio.status == BioStatus.OK) {
            promiseUpTo(bio.ownerTag);
        }
    }

    private void writeEnded(Bio bio) {
        if (bio.status != BioStatus.OK) {
            return;
        }
        int at = acknowledged++;
        swap(at, find(bio.ownerTag));
        acknowledgement[at] = ++acknowledgements;
        acknowledgedNanos[at] = engine.nowNanos();
        long flushed = flushes[at];
        if (bio.has(Bio.FUA)) {
            forced.fill(sector[at], sectorCount[at], version[at]);
            promise(at);
        }
        if (flushed != NEVER) {
            promiseUpTo(flushed);
        }
    }

    private int find(long ofVersion) {
        for (int i = acknowledged - 1; i < logged; i++) {
            if (version[i] == ofVersion) {
                return i;
            }
        }
        throw new IllegalStateException("version " + ofVersion + " was never submitted");
    }

    private void promiseUpTo(long lastAcknowledgement) {
        for (int i = acknowledged - 1; i >= 0; i--) {
            if (acknowledgement[i] <= lastAcknowledgement) {
                promise(i);
            }
        }
    }

    /** The write at {@code at} of the log has to outlive everything; it leaves the log. */
    private void promise(int at) {
        for (int i = 0; i < sectorCount[at]; i++) {
            long on = sector[at] + i;
            floor.put(on, Math.max(floor.get(on), least[at]));
            promised.put(on, Math.max(promised.get(on), version[at]));
            known.put(on, Math.max(known.get(on), version[at]));
        }
        swap(at, --acknowledged);
        swap(acknowledged, --logged);
    }

    private void swap(int a, int b) {
        swap(version, a, b);
        swap(least, a, b);
        swap(sector, a, b);
        swap(acknowledgedNanos, a, b);
        swap(acknowledgement, a, b);
        swap(flushes, a, b);
        int count = sectorCount[a];
        sectorCount[a] = sectorCount[b];
        sectorCount[b] = count;
    }

    private static void swap(long[] of, int a, int b) {
        long value = of[a];
        of[a] = of[b];
        of[b] = value;
    }

    /** Whether {@code stamp} may be in {@code sector} at all: what was promised, or came later. */
    boolean mayHold(long onSector, long stamp) {
        if (stamp < floor.get(onSector)) {
            return false;
        }
        if (stamp <= known.get(onSector)) {
            return true;
        }
        for (int i = 0; i < logged; i++) {
            if (version[i] == stamp
                    && sector[i] <= onSector
                    && onSector < sector[i] + sectorCount[i]) {
                return true;
            }
        }
        return false;
    }

    /** The version of {@code sector} that must outlive everything. */
    long promisedVersion(long onSector) {
        return promised.get(onSector);
    }

    /** The least version of {@code sector} that keeps what was promised. */
    long floorVersion(long onSector) {
        return floor.get(onSector);
    }

    /** The version of {@code sector} that was acknowledged with FUA. */
    long forcedVersion(long onSector) {
        return forced.get(onSector);
    }

    /** Shows the writes that were acknowledged and not promised. */
    void forEachAcknowledged(Acknowledged visitor) {
        for (int i = 0; i < acknowledged; i++) {
            visitor.add(version[i], least[i], sector[i], sectorCount[i], acknowledgedNanos[i]);
        }
    }

    /** All sectors that anybody ever wrote, or tried to, in order. */
    long[] writtenSectors() {
        long[][] found = {new long[FIRST_LOG]};
        int[] count = {0};
        newest.forEach((on, stamp) -> {
            if (stamp != DriveContent.NEVER_WRITTEN) {
                if (count[0] == found[0].length) {
                    found[0] = Arrays.copyOf(found[0], count[0] * 2);
                }
                found[0][count[0]++] = on;
            }
        });
        long[] sectors = Arrays.copyOf(found[0], count[0]);
        Arrays.sort(sectors);
        return sectors;
    }

    private void grow() {
        int size = logged * 2;
        version = Arrays.copyOf(version, size);
        least = Arrays.copyOf(least, size);
        sector = Arrays.copyOf(sector, size);
        sectorCount = Arrays.copyOf(sectorCount, size);
        acknowledgedNanos = Arrays.copyOf(acknowledgedNanos, size);
        acknowledgement = Arrays.copyOf(acknowledgement, size);
        flushes = Arrays.copyOf(flushes, size);
    }
}
