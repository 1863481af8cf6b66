package dev.kiosim.bench;

import com.sun.management.ThreadMXBean;
import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import dev.kiosim.devices.bcache.BcacheConfig;
import dev.kiosim.devices.bcache.UntimedBcache;
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
        Bio bio = new Bio();
        bio.op = Bio.Op.READ;
        bio.sectorCount = BcacheReplay.BLOCK_SECTORS;
        long bytesFrom = thread.getCurrentThreadAllocatedBytes();
        long nanosFrom = thread.getCurrentThreadCpuTime();
        long misses = missesOf(fresh, bio, trace.requests());
        double nanos = thread.getCurrentThreadCpuTime() - nanosFrom;
        double bytes = thread.getCurrentThreadAllocatedBytes() - bytesFrom;
        int count = trace.requests().length;
        return new Score(count * NANOS_PER_SECOND / nanos, misses, bytes / count);
    }

    private static long missesOf(UntimedBcache cache, Bio bio, int[] requests) {
        long misses = 0;
        long nowNanos = 0;
        for (int from = 0; from < requests.length; from += ReplayTrace.BATCH) {
            int to = Math.min(from + ReplayTrace.BATCH, requests.length);
            for (int i = from; i < to; i++) {
                bio.sector = (long) requests[i] * BcacheReplay.BLOCK_SECTORS;
                cache.prefetch(bio);
            }
            for (int i = from; i < to; i++) {
                bio.sector = (long) requests[i] * BcacheReplay.BLOCK_SECTORS;
                cache.request(bio, nowNanos);
                nowNanos += BcacheReplay.APART_NANOS;
                misses += bio.cacheState == CacheState.HIT ? 0 : 1;
            }
        }
        return misses;
    }
}
