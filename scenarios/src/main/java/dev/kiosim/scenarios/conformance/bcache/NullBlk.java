package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Engine;

/**
 * A {@code null_blk} disk as the recordings had them: it keeps data, knows discards and flushes,
 * and serves one request after the other, each in the time that the processor takes for it; or,
 * with a completion latency, any number at once, each in that. Counts as
 * {@code /sys/block/NAME/stat} does.
 */
final class NullBlk implements BlockDevice {
    /** What the processor takes for a request that completes at once; assumed. */
    private static final long REQUEST_NANOS = 4_000;
    /** Copying one sector; assumed. */
    private static final long SECTOR_NANOS = 60;

    /** hw_queue_depth. */
    private static final int QUEUE_DEPTH = 64;
    /** Larger bios become several requests: BLK_SAFE_MAX_SECTORS. */
    private static final int REQUEST_SECTORS_MAX = 255;

    private final Engine engine;
    private final String name;
    private final long sectorCount;
    private final int logicalBlockBytes;
    private final long latencyNanos;
    private final DiskCounters counters = new DiskCounters();
    private final BioListener listener;
    private final WritebackThrottle throttle;
    private long busyUntilNanos;
    private Bio.Op lastOp = Bio.Op.FLUSH;
    private int lastFlags;
    private long lastNanos = -1;
    private long lastEnd;
    private int requestSectors;
    private boolean isPlugged;

    /** Hears of every bio. */
    @FunctionalInterface
    interface BioListener {
        /** A bio has been submitted to {@code disk}. */
        void submitted(NullBlk disk, Bio bio);
    }

    NullBlk(
            Engine engine,
            String name,
            long sizeBytes,
            int logicalBlockBytes,
            long latencyNanos,
            BioListener listener) {
        this.engine = engine;
        this.name = name;
        this.sectorCount = sizeBytes >> Bio.SECTOR_SHIFT;
        this.logicalBlockBytes = logicalBlockBytes;
        this.latencyNanos = latencyNanos;
        this.listener = listener;
        throttle = new WritebackThrottle(engine, QUEUE_DEPTH, this::serve);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectorCount() {
        return sectorCount;
    }

    @Override
    public int logicalBlockBytes() {
        return logicalBlockBytes;
    }

    @Override
    public boolean supportsDiscard() {
        return true;
    }

    @Override
    public boolean hasVolatileCache() {
        return true;
    }

    @Override
    public void submit(Bio bio) {
        listener.submitted(this, bio);
        throttle.submit(bio);
    }

    private void serve(Bio bio) {
        long nanos =
                latencyNanos > 0 ? latencyNanos : REQUEST_NANOS + SECTOR_NANOS * bio.sectorCount;
        bio.dispatchedNanos = engine.nowNanos();
        long waitNanos = latencyNanos > 0 ? 0 : Math.max(0, busyUntilNanos - engine.nowNanos());
        busyUntilNanos = engine.nowNanos() + waitNanos + nanos;
        bio.queueNanos += engine.nowNanos() + waitNanos - bio.submittedNanos - bio.receiptNanos();
        bio.deviceNanos += nanos;
        int sectorsMax = REQUEST_SECTORS_MAX / blockSectors() * blockSectors();
        boolean isMerged = mergesIntoLast(bio, sectorsMax);
        engine.schedule(waitNanos + nanos, () -> {
            if (isMerged) {
                counters.countMerged(bio);
            } else {
                counters.count(bio, sectorsMax);
            }
            throttle.ended(bio, nanos);
            bio.fire();
        });
    }

    /** Somebody holds a plug from now on, as page writeback does, or no longer. */
    void setPlugged(boolean is) {
        isPlugged = is;
    }

    /**
     * Whether a bio continues the one before, both having come while the same plug was held: then
     * they are one request. Source: Linux block/blk-merge.c, blk_attempt_plug_merge.
     */
    private boolean mergesIntoLast(Bio bio, int sectorsMax) {
        boolean isMerged = isPlugged
                && bio.op == lastOp
                && bio.flags == lastFlags
                && bio.op == Bio.Op.WRITE
                && !bio.has(Bio.FUA)
                && engine.nowNanos() == lastNanos
                && bio.sector == lastEnd
                && requestSectors + bio.sectorCount <= sectorsMax;
        requestSectors = isMerged ? requestSectors + bio.sectorCount : bio.sectorCount;
        lastOp = bio.op;
        lastFlags = bio.flags;
        lastNanos = engine.nowNanos();
        lastEnd = bio.endSector();
        return isMerged;
    }

    private int blockSectors() {
        return logicalBlockBytes >> Bio.SECTOR_SHIFT;
    }

    DiskCounters counters() {
        return counters;
    }
}
