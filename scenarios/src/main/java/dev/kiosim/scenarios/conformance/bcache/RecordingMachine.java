package dev.kiosim.scenarios.conformance.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.devices.BareContext;
import dev.kiosim.devices.bcache.Bcache;
import dev.kiosim.devices.bcache.BcacheConfig;
import dev.kiosim.devices.bcache.BcacheCosts;
import dev.kiosim.devices.bcache.BcacheVersion;
import dev.kiosim.engine.Engine;

/**
 * The simulated equivalent of the machine on which the recordings were made: one CPU, two
 * {@code null_blk} disks, the cache formatted and attached two seconds before the trace begins.
 */
final class RecordingMachine {
    /** The recordings hold no random decision, but for the random replacement policy. */
    private static final long SEED = 1;
    /** From registering the devices to the first line: two sleeps of a second and a little. */
    private static final long BEFORE_TRACE_NANOS = 2_060_000_000L;
    /** From stopping to the end. */
    private static final long AFTER_TRACE_NANOS = 2_000_000_000L;
    /**
     * One CPU, on which a woken thread preempts the task that submits, but not a workqueue; the
     * times are assumed. In a workqueue null_blk serves what is submitted at once, so all that the
     * workqueue has to do is done before the thread runs.
     */
    private static final BcacheCosts COSTS = new BcacheCosts(true, 5_000, 1_000, 200_000, 500);

    private final Engine engine = new Engine(SEED);
    private final NullBlk backing;
    private final NullBlk cache;
    private final Bcache bcache;

    RecordingMachine(Setup setup, NullBlk.BioListener listener)
            throws UnreadableRecordingException {
        int block = (int) setup.number("device_logical_block_bytes");
        backing = new NullBlk(
                engine,
                "back",
                setup.number("backing_bytes"),
                block,
                setup.numberOrZero("backing_latency_ns"),
                listener);
        cache = new NullBlk(engine, "cache", setup.number("cache_bytes"), block, 0, listener);
        bcache = new Bcache(
                new BareContext(engine, false),
                "bcache0",
                backing,
                cache,
                config(setup),
                setup.attributes());
        engine.runUntil(BEFORE_TRACE_NANOS);
    }

    private static BcacheConfig config(Setup setup) throws UnreadableRecordingException {
        return new BcacheConfig(
                (int) (setup.number("bucket_bytes") >> Bio.SECTOR_SHIFT),
                (int) (setup.number("cache_block_bytes") >> Bio.SECTOR_SHIFT),
                (int) (setup.number("backing_block_bytes") >> Bio.SECTOR_SHIFT),
                setup.number("data_offset_sectors"),
                0,
                false,
                setup.cutoffWriteback(),
                setup.cutoffWritebackSync(),
                COSTS,
                BcacheVersion.MODERN);
    }

    /** The device is stopped, and the set, as the recorder did behind each trace. */
    void stop() {
        bcache.storeAttribute("bdev/stop", "1");
        bcache.storeAttribute("cset/stop", "1");
        engine.runUntil(engine.nowNanos() + AFTER_TRACE_NANOS);
    }

    Engine engine() {
        return engine;
    }

    NullBlk backing() {
        return backing;
    }

    NullBlk cache() {
        return cache;
    }

    Bcache bcache() {
        return bcache;
    }
}
