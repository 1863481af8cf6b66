package dev.kiosim.block;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/**
 * What a drive is given: a run of sectors made of one or several merged bios, which hang on it in
 * the order of their sectors. Pooled by its {@link RequestQueue}; fields are open to the queue, the
 * elevator and the drive, each of which fills in its own part.
 *
 * <p>Life: taken from the pool for a bio, grown by merging, inserted, dispatched, ended by the
 * drive (it is its own end event: {@link #endIn}), returned to the pool before its bios end.
 */
public final class Request implements Event {
    /** A time that has not come yet. */
    public static final long NOT_YET = -1;

    /** What to do; FLUSH has no sectors. */
    public Bio.Op op = Bio.Op.READ;
    /** Flags of the first bio; PREFLUSH and FUA only if the drive has a volatile cache. */
    public int flags;
    /** First sector. */
    public long sector;
    /** Sectors, all bios together. */
    public int sectorCount;
    /** Memory segments, all bios together. */
    public int segmentCount;
    /** Priority class and level, {@code class * 8 + level}; only equals merge. */
    public int priority;
    /** The bio of the first sectors; null for the queue's own flush. */
    public @Nullable Bio firstBio;
    /** The bio of the last sectors. */
    public @Nullable Bio lastBio;

    /** When it was taken for its first bio. */
    public long takenNanos;
    /** When it was inserted into the elevator. */
    public long insertedNanos;
    /**
     * When the drive began the first command for it: its flush, or its data. {@link #NOT_YET}
     * before.
     */
    public long dispatchedNanos = NOT_YET;
    /** 0 or -errno; set by the drive before the end. */
    public int status;
    /** Hears of the end. */
    public RequestEnd end = request -> {
        throw violated("%s ended, and nobody waits for it", request);
    };

    /** Next in whatever {@link RequestList} holds it. */
    @Nullable
    Request next;
    /** Previous in that list. */
    @Nullable
    Request previous;
    /** The list that holds it. */
    @Nullable
    RequestList list;
    /** Whether the elevator held it. */
    boolean scheduled;
    /** Its place among the requests that are with the drive. */
    int driveSlot;

    /**
     * The drive has taken the content over already, with {@link #cacheContent}: nothing is left to
     * be moved at the end.
     */
    public boolean isContentTaken;

    /** Steps of a flush sequence that are left; see {@link FlushSequencer}. */
    int flushSteps;

    /** Which request of its queue, from 1; set only while tracepoints are on. */
    long number;

    /** The elevator's: when it should have been served, nanoseconds. */
    public long expiryNanos;
    /** The drive's: parts of it that are not done. */
    public int partsLeft;
    /** The drive's: an instant it needs to remember. */
    public long driveNanos;

    /** The drive's: a sector it needs to remember. */
    public long driveSector;

    /** Makes it the request of {@code bio}, and of no other yet. */
    Request prepare(Bio bio, int effectiveFlags, long nowNanos, RequestEnd whenDone) {
        op = bio.op;
        flags = effectiveFlags;
        sector = bio.sector;
        sectorCount = bio.sectorCount;
        segmentCount = QueueLimits.segmentsOf(bio);
        priority = priorityOf(bio);
        firstBio = bio;
        lastBio = bio;
        takenNanos = nowNanos;
        insertedNanos = nowNanos;
        dispatchedNanos = NOT_YET;
        status = BioStatus.OK;
        end = whenDone;
        scheduled = false;
        flushSteps = 0;
        expiryNanos = 0;
        partsLeft = 0;
        driveNanos = 0;
        isContentTaken = false;
        return this;
    }

    /** Makes it a flush of the drive's cache that no bio hangs on. */
    Request prepareFlush(RequestEnd whenDone) {
        op = Bio.Op.FLUSH;
        sector = 0;
        sectorCount = 0;
        status = BioStatus.OK;
        end = whenDone;
        return this;
    }

    /** Priority of a bio in one number. */
    static int priorityOf(Bio bio) {
        return bio.priorityClass * 8 + bio.priorityLevel;
    }

    /** Hangs {@code bio}, which begins where this ends, on the back. */
    void appendBio(Bio bio) {
        if (bio.sector != endSector() || lastBio == null) {
            throw violated("%s merged at the back of %s", bio, this);
        }
        lastBio.next = bio;
        lastBio = bio;
        sectorCount += bio.sectorCount;
        segmentCount += QueueLimits.segmentsOf(bio);
    }

    /** Hangs {@code bio}, which ends where this begins, on the front. */
    void prependBio(Bio bio) {
        if (bio.endSector() != sector) {
            throw violated("%s merged at the front of %s", bio, this);
        }
        bio.next = firstBio;
        firstBio = bio;
        sector = bio.sector;
        sectorCount += bio.sectorCount;
        segmentCount += QueueLimits.segmentsOf(bio);
    }

    /**
     * Takes over all bios of {@code other}, which begins where this ends; its age is that of the
     * older one.
     */
    void append(Request other) {
        if (other.sector != endSector() || lastBio == null) {
            throw violated("%s merged at the back of %s", other, this);
        }
        lastBio.next = other.firstBio;
        lastBio = other.lastBio;
        sectorCount += other.sectorCount;
        segmentCount += other.segmentCount;
        takenNanos = Math.min(takenNanos, other.takenNanos);
    }

    /**
     * Fills in this queue's part of the receipt of one of its bios, which ends now, and the status.
     */
    void answer(Bio bio, int deviceNumber, long nowNanos) {
        long arrivedNanos = bio.submittedNanos + bio.receiptNanos();
        long enteredNanos = Math.max(arrivedNanos, insertedNanos);
        bio.queueNanos += enteredNanos - arrivedNanos;
        bio.schedulerNanos += dispatchedNanos - enteredNanos;
        bio.deviceNanos += nowNanos - dispatchedNanos;
        bio.dispatchedNanos = dispatchedNanos;
        bio.deviceBits |= 1L << deviceNumber;
        bio.status = status;
    }

    /**
     * Moves the content of the sectors from {@code from} to {@code to} into the drive's volatile
     * cache; for a drive that may write it to the medium before this request ends.
     */
    public void cacheContent(DriveContent content, long from, long to) {
        for (@Nullable Bio bio = firstBio; bio != null; bio = bio.next) {
            long first = Math.max(from, bio.sector);
            int count = (int) (Math.min(to, bio.endSector()) - first);
            long[] stamps = bio.stamps;
            if (count > 0 && stamps != null) {
                content.cache(first, count, stamps, bio.stampsFrom + (int) (first - bio.sector));
            }
        }
    }

    /** First sector after this request. */
    public long endSector() {
        return sector + sectorCount;
    }

    /** Length in bytes. */
    public long bytes() {
        return (long) sectorCount << Bio.SECTOR_SHIFT;
    }

    /** Whether it goes by the write limits: everything but a read. */
    public boolean isWrite() {
        return op != Bio.Op.READ;
    }

    /** Whether all of {@code bits} are set in the flags. */
    public boolean has(int bits) {
        return (flags & bits) == bits;
    }

    /** Ends this request in {@code delayNanos}, with the {@link #status} set by then. */
    public void endIn(Engine engine, long delayNanos) {
        engine.schedule(delayNanos, this);
    }

    @Override
    public void fire() {
        end.requestEnded(this);
    }

    @Override
    public String toString() {
        return "request " + op + " " + sector + " + " + sectorCount;
    }
}
