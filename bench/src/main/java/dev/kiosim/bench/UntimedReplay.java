package dev.kiosim.bench;

import com.sun.management.ThreadMXBean;
import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import dev.kiosim.devices.bcache.BcacheConfig;
import dev.kiosim.devices.bcache.UntimedBcache;
import dev.kiosim.devices.untimed.UntimedCache;
import java.lang.management.ManagementFactory;

/** bcache without time: its decisions, allocator and garbage collection, on tables of ints. */
final class UntimedReplay implements ReplayContender {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Override
    public String name() {
        return "bcache (untimed)";
    }

    @Override
    public Score replay(ReplayTrace trace) {
        UntimedBcache fresh = new UntimedBcache(
                "cached",
                BcacheConfig.defaults()
                        .withFormat(BcacheReplay.BUCKET_SECTORS, BcacheReplay.BLOCK_SECTORS),
                BcacheReplay.CACHE_SECTORS,
                1);
        Bio[] batch = new Bio[UntimedCache.PREFETCH_MAX];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = new Bio();
            batch[i].op = Bio.Op.READ;
            batch[i].sectorCount = BcacheReplay.BLOCK_SECTORS;
        }
        long bytesFrom = thread.getCurrentThreadAllocatedBytes();
        long nanosFrom = thread.getCurrentThreadCpuTime();
        long misses = missesOf(fresh, batch, trace.requests());
        double nanos = thread.getCurrentThreadCpuTime() - nanosFrom;
        double bytes = thread.getCurrentThreadAllocatedBytes() - bytesFrom;
        int count = trace.requests().length;
        return new Score(count * NANOS_PER_SECOND / nanos, misses, bytes / count);
    }

    /** In batches, as {@code kiosim replay} reads them from a trace. */
    private static long missesOf(UntimedBcache cache, Bio[] batch, int[] requests) {
        long misses = 0;
        long nowNanos = 0;
        for (int from = 0; from < requests.length; from += batch.length) {
            int count = Math.min(batch.length, requests.length - from);
            for (int i = 0; i < count; i++) {
                batch[i].sector = (long) requests[from + i] * BcacheReplay.BLOCK_SECTORS;
            }
            cache.prefetch(batch, count);
            for (int i = 0; i < count; i++) {
                cache.request(batch[i], nowNanos);
                nowNanos += BcacheReplay.APART_NANOS;
                misses += batch[i].cacheState == CacheState.HIT ? 0 : 1;
            }
        }
        return misses;
    }
}
