package dev.kiosim.block;

import dev.kiosim.engine.Engine;

/**
 * A device that serves any number of bios at once, each in the time it is told, and answers as
 * told.
 */
public final class FakeDevice implements BlockDevice {
    private final Engine engine;
    private final long sectorCount;
    private final SectorStamps content = new SectorStamps(DriveContent.NEVER_WRITTEN);
    private long latencyNanos;
    /** Status of the bios to come. */
    public int status;
    /** What a cache would have made of the bios to come. */
    public CacheState cacheState = CacheState.NONE;
    /** Whether hints and priorities have an effect. */
    public boolean appliesHints;
    /** How many bios have been submitted. */
    public int bios;
    /** The flags of the bio submitted last. */
    public int lastFlags;
    /** The task that the bio submitted last is accounted to. */
    public int lastTaskId;
    /** The priority of the bio submitted last: class * 8 + level. */
    public int lastPriority;

    public FakeDevice(Engine engine, long sectorCount, long latencyNanos) {
        this.engine = engine;
        this.sectorCount = sectorCount;
        this.latencyNanos = latencyNanos;
    }

    public void setLatencyNanos(long nanos) {
        latencyNanos = nanos;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public long sectorCount() {
        return sectorCount;
    }

    @Override
    public int logicalBlockBytes() {
        return 512;
    }

    private void move(Bio bio) {
        if (bio.stamps == null || status != 0) {
            return;
        }
        if (bio.op == Bio.Op.READ) {
            content.load(bio.sector, bio.sectorCount, bio.stamps, bio.stampsFrom);
        } else if (bio.op == Bio.Op.WRITE) {
            content.store(bio.sector, bio.sectorCount, bio.stamps, bio.stampsFrom);
        }
    }

    @Override
    public void submit(Bio bio) {
        bios++;
        lastFlags = bio.flags;
        lastTaskId = bio.taskId;
        lastPriority = bio.priorityClass * 8 + bio.priorityLevel;
        bio.status = status;
        move(bio);
        bio.deviceNanos = latencyNanos;
        bio.deviceBits = 1;
        bio.cacheState = cacheState;
        bio.cacheHitSectors = cacheState == CacheState.HIT ? bio.sectorCount : 0;
        if (appliesHints) {
            bio.hintsApplied = bio.flags & (Bio.HINT_CACHE | Bio.HINT_BYPASS | Bio.HINT_DROP);
            bio.priorityApplied = true;
        }
        bio.endIn(engine, latencyNanos);
    }
}
