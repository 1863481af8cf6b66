package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioPool;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;

/**
 * A cache set: one cache device, with its index, journal, buckets and threads. Everything else of
 * this package finds its neighbours here. Source: bcache.h, struct cache_set and struct cache;
 * super.c, run_cache_set.
 */
final class CacheSet {
    private static final int PAGE_SECTORS = 8;
    private static final int AUTO_GC_IN_USE = 50;

    private final Engine engine;
    private final String name;
    private final BlockDevice cacheDevice;
    private final BcacheConfig config;
    private final Geometry geometry;
    private final boolean tracksData;
    private final BcacheTrace trace;
    private final MetadataStore metadata;
    private final Buckets buckets;
    private final Congestion congestion;
    private final IoErrors errors;
    private final Journal journal;
    private final NodeWriter nodeWriter;
    private final Btree btree;
    private final Allocator allocator;
    private final OpenBuckets openBuckets;
    private final GarbageCollector gc;
    private final CacheStatistics statistics;
    private final BioPool bios = new BioPool();
    private final StampPool stamps = new StampPool();
    private final UuidTable uuids;
    private boolean running;
    private final SetSettings settings = new SetSettings();
    private boolean gcAfterWritebackDue;
    private boolean inTask;
    private int idleTicks;
    private boolean atMaxWritebackRate;
    private int searchesInFlight;
    private long readRaces;
    private long writebackKeysDone;
    private long writebackKeysFailed;

    /**
     * A set on {@code cacheDevice} that is not running yet.
     *
     * @param dirty hears of changes of dirty data
     * @param failure run when the set can go on no more
     */
    CacheSet(
            Engine engine,
            String name,
            BlockDevice cacheDevice,
            BcacheConfig config,
            boolean tracksData,
            DirtySectors dirty,
            Runnable failure) {
        this.engine = engine;
        this.name = name;
        this.cacheDevice = cacheDevice;
        this.config = config;
        this.tracksData = tracksData;
        geometry = config.geometry(cacheDevice.sectorCount());
        trace = new BcacheTrace(engine);
        metadata = new MetadataStore(cacheDevice);
        buckets = new Buckets(geometry, config.version());
        errors = new IoErrors(failure);
        congestion = new Congestion(engine.random(name + "/congestion"));
        journal = new Journal(this);
        nodeWriter = new NodeWriter(this);
        btree = new Btree(this, dirty);
        allocator = new Allocator(this);
        openBuckets = new OpenBuckets(geometry, buckets, allocator, version().openBuckets());
        gc = new GarbageCollector(this);
        uuids = new UuidTable(this);
        statistics = new CacheStatistics(engine.nowNanos());
    }

    /**
     * Formats the cache device and starts the set, as if before time 0: its IO takes no time. The
     * allocator's thread first runs when the index is live, as recordings of placements show.
     */
    void format() {
        metadata.format(Superblocks.SECTOR, Superblocks.SECTORS, Superblocks.cache(geometry));
        markJournal();
        buckets.finishMarking();
        allocator.fillFirstReserves();
        allocator.formatPrios();
        uuids.format(false);
        int rootBucket = allocator.allocate(Reserve.BTREE);
        buckets.unpin(rootBucket);
        btree.format(rootBucket);
        running = true;
        journal.formatEntry();
        settle();
    }

    /** A device is attached before time 0: the table of uuids is written, and the journal. */
    void formatAttach() {
        uuids.format(true);
        journal.formatEntry();
        settle();
    }

    /** Where the table of uuids is. */
    int uuidBucket() {
        return uuids.bucket();
    }

    /** Allocator and garbage collection do what there is to do, in no time. */
    private void settle() {
        allocator.settle();
        if (allocator.needsGc()) {
            gc.settle();
            allocator.settle();
        }
    }

    /** Content of the metadata on the cache device. */
    MetadataStore metadata() {
        return metadata;
    }

    /** Who is attached. */
    UuidTable uuids() {
        return uuids;
    }

    /** At registration: the index has been read, and the threads may run. */
    void startRecovered() {
        running = true;
        allocator.wake();
    }

    Engine engine() {
        return engine;
    }

    long nowNanos() {
        return engine.nowNanos();
    }

    String name() {
        return name;
    }

    BlockDevice cacheDevice() {
        return cacheDevice;
    }

    BcacheVersion version() {
        return config.version();
    }

    Geometry geometry() {
        return geometry;
    }

    boolean tracksData() {
        return tracksData;
    }

    BcacheTrace trace() {
        return trace;
    }

    Buckets buckets() {
        return buckets;
    }

    Congestion congestion() {
        return congestion;
    }

    IoErrors errors() {
        return errors;
    }

    Journal journal() {
        return journal;
    }

    NodeWriter nodeWriter() {
        return nodeWriter;
    }

    Btree btree() {
        return btree;
    }

    Allocator allocator() {
        return allocator;
    }

    OpenBuckets openBuckets() {
        return openBuckets;
    }

    GarbageCollector gc() {
        return gc;
    }

    CacheStatistics statistics() {
        return statistics;
    }

    BioPool bios() {
        return bios;
    }

    /** Gives back a bio of the cache's own that has ended. */
    void release(Bio bio) {
        bio.stamps = null;
        bio.parent = null;
        bios.give(bio);
    }

    StampPool stamps() {
        return stamps;
    }

    /** Whether the index is live, so that what is freed must be made durable before reuse. */
    boolean isRunning() {
        return running;
    }

    /** From queueing work for another thread until that begins. */
    long hopNanos() {
        return config.costs().hopNanos();
    }

    /** From waking one of the set's own threads until it runs. */
    long wakeNanos() {
        return inTask ? config.costs().wakeNanos() : config.costs().workerWakeNanos();
    }

    /** Whether the task that submits is doing what is done now; all else kernel threads do. */
    void setInTask(boolean is) {
        inTask = is;
    }

    /** Copying data from the cache's pages to the caller's. */
    long copyNanos(int sectors) {
        return (sectors + PAGE_SECTORS - 1) / PAGE_SECTORS * config.costs().copyNanosPerPage();
    }

    boolean gcYieldsAfterWrites() {
        return config.costs().oneCpu();
    }

    /** Requests under way, insertions of misses included: garbage collection makes way for them. */
    int searchesInFlight() {
        return searchesInFlight;
    }

    /** A request begins ({@code +1}) or has ended ({@code -1}). */
    void countSearch(int change) {
        searchesInFlight += change;
    }

    int cutoffWriteback() {
        return config.cutoffWriteback();
    }

    int cutoffWritebackSync() {
        return config.cutoffWritebackSync();
    }

    /** A new btree node in a bucket from the reserve for them; null if there is none. */
    @Nullable
    BtreeNode newNode(int level) {
        int bucket = allocator.allocate(Reserve.BTREE);
        if (bucket == BucketFifo.EMPTY) {
            trace.report(BcacheEvent.BTREE_NODE_ALLOC_FAIL, level, 0, 0, 0);
            return null;
        }
        buckets.unpin(bucket);
        trace.report(BcacheEvent.BTREE_NODE_ALLOC, bucket, level, 0, 0);
        return nodeWriter.newNode(level, bucket);
    }

    /** A new btree node where the reserve has been checked before. */
    BtreeNode newNodeFromReserve(int level) {
        BtreeNode node = newNode(level);
        if (node == null) {
            throw violated(
                    "no bucket for a btree node of level %d, in spite of the reserve", level);
        }
        return node;
    }

    /** A node that another has replaced. */
    void freeNode(BtreeNode node) {
        trace.report(BcacheEvent.BTREE_NODE_FREE, node.bucket, node.level, 0, 0);
        buckets.free(node.bucket);
        nodeWriter.recycle(node);
    }

    /** The value of the key that points to a node. */
    long nodePointer(BtreeNode node) {
        return Bkey.pointing(
                geometry.firstSectorOf(node.bucket),
                buckets.gen(node.bucket),
                geometry.nodeSectors(),
                0);
    }

    /** At the end of garbage collection: the buckets of journal and uuid table. */
    void markMetadata() {
        buckets.setMark(uuids.bucket(), Buckets.METADATA);
        markJournal();
    }

    private void markJournal() {
        for (int i = 0; i < geometry.journalBuckets(); i++) {
            buckets.setMark(geometry.firstBucket() + i, Buckets.METADATA);
        }
    }

    /** Any IO to the device: it is not idle. True if it was, so that rates have to come down. */
    boolean noteIo() {
        idleTicks = 0;
        if (!atMaxWritebackRate) {
            return false;
        }
        atMaxWritebackRate = false;
        return true;
    }

    /** A tick of the controller; how many there have been since the last IO. */
    int countIdleTick() {
        return ++idleTicks;
    }

    void setAtMaxWritebackRate(boolean atMaximum) {
        atMaxWritebackRate = atMaximum;
    }

    SetSettings settings() {
        return settings;
    }

    /** A tick of the controller: with much in use, garbage is to be collected once all is clean. */
    void updateGcAfterWriteback() {
        if (settings.gcAfterWriteback && buckets.inUsePercent() >= AUTO_GC_IN_USE) {
            gcAfterWritebackDue = true;
        }
    }

    /** All is clean. */
    void deviceBecameClean() {
        if (gcAfterWritebackDue) {
            gcAfterWritebackDue = false;
            gc.trigger();
        }
    }

    void countReadRace() {
        readRaces++;
    }

    void countWritebackKey(boolean collided) {
        if (collided) {
            writebackKeysFailed++;
        } else {
            writebackKeysDone++;
        }
    }

    long readRaces() {
        return readRaces;
    }

    long writebackKeysDone() {
        return writebackKeysDone;
    }

    long writebackKeysFailed() {
        return writebackKeysFailed;
    }

    /** {@code metadata_written}, sectors: btree, journal, priority and uuid tables. */
    long metadataSectorsWritten() {
        return nodeWriter.sectorsWritten() + journal.sectorsWritten() + allocator.metadataSectors();
    }

    /** {@code clear_stats} of the set. */
    void clearStatistics() {
        writebackKeysDone = 0;
        writebackKeysFailed = 0;
        gc.walk().clearFindings();
        buckets.clearInUse();
        statistics.clearTotal();
    }

    /** {@code clear_stats} of the cache device. */
    void clearCacheCounters() {
        openBuckets.clearSectorsWritten();
        nodeWriter.clearSectorsWritten();
        journal.clearSectorsWritten();
        allocator.clearMetadataSectors();
        errors.clear();
    }

    void checkInvariants() {
        if (!running) {
            return;
        }
        btree.checkInvariants();
    }
}
