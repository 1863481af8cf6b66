package dev.kiosim.bench;

import com.sun.management.ThreadMXBean;
import dev.kiosim.devices.untimed.PlainCache;
import java.lang.management.ManagementFactory;

/** A plain LRU or FIFO cache of blocks, that of {@code kiosim replay}. */
final class PlainTier implements ReplayContender {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PlainCache.Policy policy;
    private final int room;

    PlainTier(PlainCache.Policy policy, int room) {
        this.policy = policy;
        this.room = room;
    }

    @Override
    public String name() {
        return "Java, " + policy.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Score replay(ReplayTrace trace) {
        PlainCache fresh = new PlainCache(policy, room, 1);
        long bytesFrom = thread.getCurrentThreadAllocatedBytes();
        long nanosFrom = thread.getCurrentThreadCpuTime();
        long misses = missesOf(fresh, trace.requests());
        double nanos = thread.getCurrentThreadCpuTime() - nanosFrom;
        double bytes = thread.getCurrentThreadAllocatedBytes() - bytesFrom;
        int count = trace.requests().length;
        return new Score(count * NANOS_PER_SECOND / nanos, misses, bytes / count);
    }

    private static long missesOf(PlainCache cache, int[] requests) {
        long misses = 0;
        for (int request : requests) {
            if (!cache.request(request)) {
                misses++;
            }
        }
        return misses;
    }
}
