package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.devices.BareContext;
import dev.kiosim.engine.Engine;
import java.util.EnumMap;
import java.util.Map;

/** A bcache device over two fake ones, with tasks that issue one bio at a time or many at once. */
final class CacheBench {
    static final long GIB_SECTORS = 1L << 21;
    static final long MICRO = 1_000;
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;
    static final long BACKING_NANOS = 5 * MILLI;
    static final long CACHE_NANOS = 100 * MICRO;

    final Engine engine;
    final FakeDevice backing;
    final FakeDevice cache;
    final Bcache bcache;
    final Map<BcacheEvent, Long> events = new EnumMap<>(BcacheEvent.class);
    private long stamp;

    /**
     * 1 GiB of cache in 2048 buckets, block 8 sectors, no hop: as the expectations of the
     * specification say.
     */
    CacheBench() {
        this(BcacheConfig.defaults().withFormat(1024, 8).withCosts(0, 0, 0), GIB_SECTORS);
    }

    CacheBench(BcacheConfig config, long cacheSectors) {
        engine = new Engine(1);
        backing = new FakeDevice(engine, "disk", 64 * GIB_SECTORS, BACKING_NANOS);
        cache = new FakeDevice(engine, "ssd", cacheSectors, CACHE_NANOS);
        bcache = new Bcache(
                new BareContext(engine, true), "bcache0", backing, cache, config, Map.of());
        bcache.listen((event, now, a, b, c, d) -> events.merge(event, 1L, Long::sum));
    }

    /** A bio and its end. */
    final class Io {
        final Bio bio = new Bio();
        final long startNanos = engine.nowNanos();
        long endNanos = -1;
        long latencyNanos;

        private Io(Bio.Op op, int flags, long sector, int sectors, int task) {
            bio.prepare(op, flags, sector, sectors, ended -> {
                endNanos = engine.nowNanos();
                latencyNanos = endNanos - startNanos;
                ended.settle(endNanos);
            });
            bio.taskId = task;
            bio.stamps = new long[sectors];
            bio.stampsFrom = 0;
            if (op == Bio.Op.WRITE) {
                java.util.Arrays.fill(bio.stamps, ++stamp);
            }
        }

        boolean isDone() {
            return endNanos >= 0;
        }

        /** The stamp of a sector of this bio. */
        long stampAt(int index) {
            return bio.stamps[index];
        }
    }

    /** Submits a bio and returns at once. */
    Io submit(Bio.Op op, int flags, long sector, int sectors, int task) {
        Io io = new Io(op, flags, sector, sectors, task);
        io.bio.submitTo(bcache, engine.nowNanos());
        return io;
    }

    /** Submits a bio and waits until it is done and what it left behind (insertion) has settled. */
    Io run(Bio.Op op, int flags, long sector, int sectors, int task) {
        Io io = submit(op, flags, sector, sectors, task);
        while (!io.isDone() || bcache.device().requestsInFlight() > 0) {
            engine.step();
        }
        bcache.checkInvariants();
        return io;
    }

    Io read(long sector, int sectors) {
        return run(Bio.Op.READ, 0, sector, sectors, 0);
    }

    Io write(long sector, int sectors) {
        return run(Bio.Op.WRITE, Bio.SYNC, sector, sectors, 0);
    }

    Io submitRead(long sector, int sectors) {
        return submit(Bio.Op.READ, 0, sector, sectors, 0);
    }

    /** The same, and waits for its end; what it leaves behind may go on. */
    Io submitReadAndWait(long sector, int sectors) {
        Io io = submitRead(sector, sectors);
        while (!io.isDone()) {
            engine.step();
        }
        return io;
    }

    Io submitWrite(long sector, int sectors) {
        return submit(Bio.Op.WRITE, Bio.SYNC, sector, sectors, 0);
    }

    void pass(long nanos) {
        engine.runUntil(engine.nowNanos() + nanos);
    }

    /** A counter of the backing device, what does not show yet included. */
    long counter(CacheStatistics.Counter counter) {
        return bcache.device().statistics().valueWithCollector(counter, engine.nowNanos());
    }

    long hits() {
        return counter(CacheStatistics.Counter.CACHE_HITS);
    }

    long misses() {
        return counter(CacheStatistics.Counter.CACHE_MISSES);
    }

    long bypassHits() {
        return counter(CacheStatistics.Counter.CACHE_BYPASS_HITS);
    }

    long bypassMisses() {
        return counter(CacheStatistics.Counter.CACHE_BYPASS_MISSES);
    }

    long collisions() {
        return counter(CacheStatistics.Counter.CACHE_MISS_COLLISIONS);
    }

    long bypassedSectors() {
        return counter(CacheStatistics.Counter.BYPASSED);
    }

    long count(BcacheEvent event) {
        return events.getOrDefault(event, 0L);
    }

    void set(String attribute, Object value) {
        if (bcache.storeAttribute(attribute, value.toString()) != 0) {
            throw new IllegalArgumentException(attribute + " does not take " + value);
        }
    }

    String show(String attribute) {
        return String.valueOf(bcache.showAttribute(attribute));
    }

    /** Drops what the devices remember. */
    void forget() {
        backing.forget();
        cache.forget();
    }

    /** Whether a read would be a hit now: asked from the index, nothing changes. */
    boolean isCached(long sector, int sectors) {
        Io io = read(sector, sectors);
        return io.bio.cacheHitSectors == sectors;
    }
}
