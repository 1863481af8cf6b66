package dev.kiosim.block;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;

/**
 * One block IO: a run of sectors to read or write, flags, who asked, and what the layers found out
 * on the way. Pooled by whoever makes it; fields are open to every layer, as in the kernel, since
 * each fills in its own part.
 *
 * <p>Life: {@link #prepare}, fill in, {@link #submitTo} a device, the device ends it by scheduling
 * it ({@link #endIn}), {@link BioEnd#bioEnded} hears of it, the owner reuses it.
 *
 * <p>Source of the flags: Linux include/linux/blk_types.h (names; the bit values are ours).
 */
public final class Bio implements Event {
    /** Bytes in a sector, everywhere in kiosim. */
    public static final int SECTOR_BYTES = 512;
    /** Shift from sectors to bytes. */
    public static final int SECTOR_SHIFT = 9;

    /** Flush the device's volatile cache before this bio's data. */
    public static final int PREFLUSH = 1;
    /** Complete only when this bio's data are on the medium. */
    public static final int FUA = 1 << 1;
    /** Somebody waits for it: direct IO, fsync. */
    public static final int SYNC = 1 << 2;
    /** File system metadata. */
    public static final int META = 1 << 3;
    /** Ahead of others of its kind. */
    public static final int PRIO = 1 << 4;
    /** Read-ahead: may fail, nobody waits yet. */
    public static final int RAHEAD = 1 << 5;
    /** Background write-back by a flusher. */
    public static final int BACKGROUND = 1 << 6;
    /** Idle priority: bcache's write-back and moving gc. */
    public static final int IDLE = 1 << 7;
    /** Caller's hint (attribute CACHE_HINT): cache it, even if the cache would bypass. */
    public static final int HINT_CACHE = 1 << 8;
    /** Caller's hint: bypass the cache. */
    public static final int HINT_BYPASS = 1 << 9;
    /** Caller's hint: drop the cached copy. */
    public static final int HINT_DROP = 1 << 10;

    /** What to do. An empty flush is {@link #FLUSH} with no sectors. */
    public enum Op {
        READ,
        WRITE,
        FLUSH,
        DISCARD;

        /** Whether it carries a sector's content: READ or WRITE. */
        public boolean movesData() {
            return this == READ || this == WRITE;
        }
    }

    private static final long NOT_SUBMITTED = -1;

    /** What to do. */
    public Op op = Op.READ;
    /** Bits of {@link #PREFLUSH} to {@link #HINT_DROP}. */
    public int flags;
    /** First sector, on the device it is submitted to. */
    public long sector;
    /** Sectors, 0 for a flush. */
    public int sectorCount;
    /**
     * Identity of the thread that submits: bcache's sequential statistics and write points go by
     * it.
     */
    public int taskId;
    /** IO priority class: 0 none, 1 real-time, 2 best-effort, 3 idle. */
    public int priorityClass;
    /** IO priority level in its class: 0 highest to 7. */
    public int priorityLevel;
    /** CPU that submitted. */
    public int cpu;

    /**
     * Version stamp of each sector, from index {@link #stampsFrom}; null when this run does not
     * track data. A device fills them in on a read and keeps them on a write.
     */
    public long @Nullable [] stamps;
    /**
     * Index in {@link #stamps} of this bio's first sector: a child bio shares its parent's array.
     */
    public int stampsFrom;

    /** 0 or -errno; set by the device before the bio ends. */
    public int status;
    /** When it was submitted to the topmost device. */
    public long submittedNanos = NOT_SUBMITTED;
    /** When the last device that served a part of it started on it. */
    public long dispatchedNanos;

    /** Receipt: waiting in a plug or for a free request. */
    public long queueNanos;
    /** Receipt: in a cache device, apart from the IO that it waited for. */
    public long cacheNanos;
    /** Receipt: in an IO scheduler, until dispatch. */
    public long schedulerNanos;
    /** Receipt: in the device, dispatch to completion. */
    public long deviceNanos;

    /** What the cache made of it; NONE if no cache lies on its way. */
    public CacheState cacheState = CacheState.NONE;
    /** Sectors served from the cache. */
    public int cacheHitSectors;
    /** Sectors that are inserted into the cache on its behalf. */
    public int cacheInsertedSectors;
    /** Whether any of the data that served a read were dirty in the cache. */
    public boolean cacheDirty;
    /**
     * The rule that decided, for people: "sequential, 4 MiB reached"; a constant, so that nothing
     * is allocated.
     */
    public String cacheRule = "";
    /** One bit for each device that served a part of it. */
    public long deviceBits;
    /** Hints that a layer applied: some of the HINT bits of {@link #flags}. */
    public int hintsApplied;
    /** Whether a scheduler that goes by priority had it. */
    public boolean priorityApplied;

    /** Hears of the end. */
    public BioEnd end = bio -> {
        throw violated("a bio ended that nobody waits for");
    };
    /** The bio that this one serves a part of, if any; belongs to the layer that made this one. */
    public @Nullable Bio parent;
    /** Number of the device above that sent this bio on, or -1; for tracepoints. */
    public int originDevice = -1;
    /** The sector of that device that this bio begins with. */
    public long originSector;
    /** Pieces that have not ended; belongs to the queue that cut this bio. */
    int piecesLeft;
    /** For intrusive lists of whoever holds the bio at the moment. */
    public @Nullable Bio next;
    /** A number of the owner's, untouched by others. */
    public long ownerTag;

    /** Clears everything but the stamps array, and sets what to do. */
    public Bio prepare(Op operation, int flagBits, long firstSector, int sectors, BioEnd whenDone) {
        op = operation;
        flags = flagBits;
        sector = firstSector;
        sectorCount = sectors;
        end = whenDone;
        taskId = 0;
        priorityClass = 0;
        priorityLevel = 0;
        cpu = 0;
        status = 0;
        submittedNanos = NOT_SUBMITTED;
        clearFindings();
        parent = null;
        originDevice = -1;
        originSector = 0;
        next = null;
        ownerTag = 0;
        return this;
    }

    private void clearFindings() {
        dispatchedNanos = 0;
        queueNanos = 0;
        cacheNanos = 0;
        schedulerNanos = 0;
        deviceNanos = 0;
        cacheState = CacheState.NONE;
        cacheHitSectors = 0;
        cacheInsertedSectors = 0;
        cacheDirty = false;
        cacheRule = "";
        deviceBits = 0;
        hintsApplied = 0;
        priorityApplied = false;
    }

    /** Stamps the time of submission and hands this bio to {@code device}. */
    public void submitTo(BlockDevice device, long nowNanos) {
        if (submittedNanos != NOT_SUBMITTED) {
            throw violated("%s submitted twice", this);
        }
        submittedNanos = nowNanos;
        device.submit(this);
    }

    /**
     * Ends this bio in {@code delayNanos} with the {@code status} set by then: it is its own end
     * event.
     */
    public void endIn(Engine engine, long delayNanos) {
        engine.schedule(delayNanos, this);
    }

    @Override
    public void fire() {
        if (submittedNanos == NOT_SUBMITTED) {
            throw violated("%s ended twice, or was never submitted", this);
        }
        end.bioEnded(this);
    }

    /**
     * Checks that the receipt adds up to the time since submission and marks this bio as free to be
     * prepared again. Called by the owner in its {@link BioEnd}.
     */
    public void settle(long nowNanos) {
        long total = nowNanos - submittedNanos;
        if (receiptNanos() != total) {
            throw violated(
                    "%s took %d ns, but queue %d + cache %d + scheduler %d + device %d",
                    this, total, queueNanos, cacheNanos, schedulerNanos, deviceNanos);
        }
        submittedNanos = NOT_SUBMITTED;
    }

    /** Sum of the receipt's parts, nanoseconds. */
    public long receiptNanos() {
        return queueNanos + cacheNanos + schedulerNanos + deviceNanos;
    }

    /** First sector after this bio. */
    public long endSector() {
        return sector + sectorCount;
    }

    /** Length in bytes. */
    public long bytes() {
        return (long) sectorCount << SECTOR_SHIFT;
    }

    /** Whether all of {@code bits} are set in the flags. */
    public boolean has(int bits) {
        return (flags & bits) == bits;
    }

    /** Whether it changes data: WRITE or DISCARD. */
    public boolean isWrite() {
        return op == Op.WRITE || op == Op.DISCARD;
    }

    @Override
    public String toString() {
        return "bio " + op + " " + sector + " + " + sectorCount;
    }
}
