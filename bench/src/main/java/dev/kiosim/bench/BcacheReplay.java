package dev.kiosim.bench;

import com.sun.management.ThreadMXBean;
import dev.kiosim.block.Bio;
import dev.kiosim.block.BioEnd;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.CacheState;
import dev.kiosim.devices.BareContext;
import dev.kiosim.devices.bcache.Bcache;
import dev.kiosim.devices.bcache.BcacheConfig;
import dev.kiosim.engine.Engine;
import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * bcache alone: its decisions, index, journal, allocator and garbage collection over devices that
 * take no time. Requests are 20 us apart, so that what it does by the clock happens.
 */
final class BcacheReplay implements ReplayContender {
    /** Block of the cache, and length of a request. */
    static final int BLOCK_SECTORS = 8;

    static final int BUCKET_SECTORS = 1024;
    /** Room for as many blocks as the plain caches have, and for metadata. */
    static final long CACHE_SECTORS = (ReplayTrace.ROOM + 2L * BUCKET_SECTORS) * BLOCK_SECTORS;
    /** From one request to the next. */
    static final long APART_NANOS = 20_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Override
    public String name() {
        return "bcache (whole model)";
    }

    @Override
    public Score replay(ReplayTrace trace) {
        Machine machine = new Machine();
        long bytesFrom = thread.getCurrentThreadAllocatedBytes();
        long nanosFrom = thread.getCurrentThreadCpuTime();
        for (int block : trace.requests()) {
            machine.read(block);
        }
        double nanos = thread.getCurrentThreadCpuTime() - nanosFrom;
        double bytes = thread.getCurrentThreadAllocatedBytes() - bytesFrom;
        int count = trace.requests().length;
        return new Score(count * NANOS_PER_SECOND / nanos, machine.misses, bytes / count);
    }

    /** An engine and a bcache device on two devices that take no time. */
    private static final class Machine {
        private final Engine engine = new Engine(1);
        private final BlockDevice cache = new Instant(engine, "flash", CACHE_SECTORS);
        private final BlockDevice backing =
                new Instant(engine, "disk", (ReplayTrace.OBJECTS + 8L) * BLOCK_SECTORS);
        private final Bcache bcache = new Bcache(
                new BareContext(engine, false),
                "cached",
                backing,
                cache,
                BcacheConfig.defaults()
                        .withFormat(BUCKET_SECTORS, BLOCK_SECTORS)
                        .withCosts(0, 0, 0),
                Map.of());
        private final Bio bio = new Bio();
        private final BioEnd end = this::ended;
        private boolean done;
        private long misses;

        /** One read, and all that it leaves behind. */
        void read(int block) {
            done = false;
            bio.prepare(Bio.Op.READ, 0, (long) block * BLOCK_SECTORS, BLOCK_SECTORS, end);
            bio.submitTo(bcache, engine.nowNanos());
            engine.runUntil(engine.nowNanos() + APART_NANOS);
            if (!done) {
                throw new IllegalStateException("a read takes longer than 20 us");
            }
        }

        private void ended(Bio ended) {
            if (ended.cacheState != CacheState.HIT) {
                misses++;
            }
            ended.settle(engine.nowNanos());
            done = true;
        }
    }

    /** A device that takes no time. */
    private record Instant(Engine engine, String name, long sectorCount) implements BlockDevice {
        @Override
        public int logicalBlockBytes() {
            return Bio.SECTOR_BYTES;
        }

        /** Reads end at once, without an event: nothing of bcache's minds. */
        @Override
        public void submit(Bio bio) {
            if (bio.op == Bio.Op.READ) {
                bio.fire();
            } else {
                bio.endIn(engine, 0);
            }
        }
    }
}
