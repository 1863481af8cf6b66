package dev.kiosim.scenarios.trace;

import dev.kiosim.block.Bio;
import dev.kiosim.devices.untimed.UntimedCache;
import java.io.IOException;
import java.util.List;

/**
 * Sends the bios of traces through caches without time. They are read in small batches, so that
 * what the caches will look at is waited for together; then each cache gets them one by one.
 */
public final class CacheReplay {
    private static final int BATCH = UntimedCache.PREFETCH_MAX;
    /** Of a device of 512 TiB; a sector behind it is a mistake of the trace. Assumed. */
    private static final long SECTORS_MAX = 1L << 40;

    private final List<UntimedCache> caches;
    private final TaskNumbers tasks = new TaskNumbers();
    private final Bio[] batch = new Bio[BATCH];
    private final long[] nanos = new long[BATCH];
    private long latestNanos;
    private long shiftNanos;
    private long requests;
    private long beyond;

    /** A replay through {@code caches}, which all get the same bios. */
    public CacheReplay(List<? extends UntimedCache> caches) {
        this.caches = List.copyOf(caches);
        for (int i = 0; i < BATCH; i++) {
            batch[i] = new Bio();
        }
    }

    /** Another trace follows: its clock goes on where that of the one before it ended. */
    public void beginTrace() {
        shiftNanos = latestNanos;
    }

    /**
     * Goes on for a batch.
     *
     * @return false at the end of the trace
     * @throws IOException if the trace cannot be read further
     */
    public boolean advance(TraceReader reader) throws IOException {
        int count = 0;
        boolean goesOn = true;
        while (count < BATCH && goesOn) {
            goesOn = reader.next();
            if (goesOn && take(reader.record(), count)) {
                count++;
            }
        }
        for (UntimedCache cache : caches) {
            cache.prefetch(batch, count);
            for (int i = 0; i < count; i++) {
                cache.request(batch[i], nanos[i]);
            }
        }
        requests += count;
        return goesOn;
    }

    private boolean take(TraceRecord record, int place) {
        if (record.sector > SECTORS_MAX - record.sectorCount) {
            beyond++;
            return false;
        }
        Bio bio = batch[place];
        bio.op = record.op;
        bio.flags = record.flags;
        bio.sector = record.op == Bio.Op.FLUSH ? 0 : record.sector;
        bio.sectorCount = record.sectorCount;
        bio.taskId = tasks.of(record.pid);
        latestNanos = Math.max(latestNanos, shiftNanos + record.timeNanos);
        nanos[place] = latestNanos;
        return true;
    }

    /** Bios replayed so far. */
    public long requests() {
        return requests;
    }

    /** Records passed over, since no device reaches as far. */
    public long beyond() {
        return beyond;
    }
}
