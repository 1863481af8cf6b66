package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.CacheState;
import dev.kiosim.devices.untimed.CacheCounts;
import dev.kiosim.devices.untimed.UntimedCache;
import dev.kiosim.engine.Nullable;
import dev.kiosim.engine.RandomStream;
import java.util.Locale;

/**
 * bcache without time: the decisions of {@link Bcache} about each IO, and where it puts the data,
 * on devices that take no time and never fail. Each IO is over, with insertion, allocator, garbage
 * collection and write-back, before the next one.
 *
 * <p>It shares with the whole model what decides ({@link BypassDecision},
 * {@link WritebackDecision}, {@link SequentialTracker}, {@link OpenBuckets}, {@link Buckets},
 * {@link FreeLists}, {@link Eviction}); the index is a {@link BlockIndex} instead of a btree of
 * extents, so the ends of btree leaves do not cut gaps, and of the nodes only the root takes a
 * bucket.
 *
 * <p>Only whole blocks are cached, as in bcache. A write or discard that is no multiple of the
 * block, which a bcache device refuses since its logical block is as large, drops every block that
 * it touches; bcache would drop exactly the range.
 */
public final class UntimedBcache implements UntimedCache {
    /** A cache of so many buckets cannot be registered; one more is enough. */
    public static final int TOO_FEW_BUCKETS = Geometry.TOO_FEW_BUCKETS;

    private final long dataOffsetSectors;
    private final Geometry geometry;
    private final DeviceSettings settings = new DeviceSettings();
    private final Buckets buckets;
    private final Stripes stripes = new Stripes(0, false);
    private final BypassDecision bypass;
    private final WritebackDecision writebackDecision;
    private final BlockIndex index;
    private final UntimedSpace space;
    private final UntimedInsert insert;
    private final CacheCounts counts = new CacheCounts();
    private final int blockShift;
    private final int blockMask;
    private int writebackPercent = 10;
    private boolean writebackRunning = true;
    private final int[] cells = new int[PREFETCH_MAX];
    /** The sum of what was prefetched, only so that the JIT does not leave it out. */
    private int touched;

    private @Nullable BcacheListener listener;
    private long[] sweep = {};
    private int swept;

    /**
     * A freshly formatted cache of {@code cacheSectors}, attached and clean.
     *
     * @param seed of the random replacement policy
     */
    public UntimedBcache(String name, BcacheConfig config, long cacheSectors, long seed) {
        dataOffsetSectors = config.dataOffsetSectors();
        geometry = config.geometry(cacheSectors);
        if (geometry.bucketCount() <= Geometry.TOO_FEW_BUCKETS) {
            throw new IllegalArgumentException("nbuckets is too small: " + geometry.bucketCount());
        }
        buckets = new Buckets(geometry, BcacheVersion.MODERN);
        blockShift = Integer.numberOfTrailingZeros(geometry.blockSectors());
        blockMask = geometry.blockSectors() - 1;
        index = new BlockIndex(
                geometry.bucketShift() - blockShift, geometry.bucketCount(), this::dirtied);
        RandomStream random = RandomStream.named(seed, Eviction.streamName(name));
        space = new UntimedSpace(geometry, buckets, index, random, this::invalidated);
        insert = new UntimedInsert(geometry, buckets, index, space, counts);
        Congestion never = new Congestion(RandomStream.named(seed, name + "/congestion"));
        bypass = new BypassDecision(
                settings,
                new SequentialTracker(),
                buckets,
                never,
                geometry.blockSectors(),
                BcacheVersion.MODERN);
        writebackDecision = new WritebackDecision(
                settings,
                buckets,
                stripes,
                config.cutoffWriteback(),
                config.cutoffWritebackSync(),
                BcacheVersion.MODERN);
        space.format();
    }

    private void dirtied(long block, int count) {
        stripes.add(block << blockShift, count << blockShift);
        counts.dirtySectors = stripes.total();
    }

    /** Passes the tracepoints cache_insert and invalidate on, at time 0; to nobody if null. */
    public void listen(@Nullable BcacheListener newListener) {
        listener = newListener;
        insert.listen(newListener);
    }

    private void invalidated(int bucket, int sectorsByGc) {
        if (listener != null && sectorsByGc > 0) {
            listener.event(BcacheEvent.INVALIDATE, 0, bucket, sectorsByGc, 0, 0);
        }
        int sectors = index.dropBucket(bucket) << blockShift;
        if (sectors > 0) {
            counts.evictions++;
            counts.evictedSectors += sectors;
        }
    }

    @Override
    public CacheCounts counts() {
        return counts;
    }

    /**
     * Sets what a sysfs attribute of this name sets; the folder must be left out.
     *
     * @return false if there is none of that name here, or it does not take the value
     */
    public boolean set(String attribute, String value) {
        return switch (attribute) {
            case "cache_mode" -> setMode(CacheMode.find(value));
            case "cache_replacement_policy" -> setPolicy(value);
            case "readahead_cache_policy" -> setReadahead(value);
            case "sequential_cutoff" -> {
                settings.setSequentialCutoff(Long.parseLong(value));
                yield true;
            }
            case "writeback_percent" -> {
                writebackPercent = Integer.parseInt(value);
                writeBack();
                yield true;
            }
            case "writeback_running" -> {
                writebackRunning = !value.equals("0");
                writeBack();
                yield true;
            }
            case "trigger_gc" -> {
                space.triggerGc();
                space.settle();
                yield true;
            }
            default -> false;
        };
    }

    private boolean setMode(@Nullable CacheMode mode) {
        if (mode != null) {
            settings.mode = mode;
        }
        return mode != null;
    }

    private boolean setPolicy(String value) {
        for (Eviction.Policy policy : Eviction.Policy.values()) {
            if (policy.name().toLowerCase(Locale.ROOT).equals(value)) {
                space.eviction().setPolicy(policy);
                return true;
            }
        }
        return false;
    }

    private boolean setReadahead(String value) {
        settings.metadataReadaheadOnly = value.equals("meta-only");
        return settings.metadataReadaheadOnly || value.equals("all");
    }

    @Override
    public void request(Bio bio, long nowNanos) {
        bio.cacheInsertedSectors = 0;
        if (bio.op == Bio.Op.FLUSH) {
            flush(bio);
            return;
        }
        long sector = bio.sector + dataOffsetSectors;
        if (((sector | bio.sectorCount) & blockMask) != 0) {
            counts.unaligned++;
        }
        boolean bypasses = bypass.shouldBypass(bio, sector, nowNanos);
        if (bypasses) {
            counts.bypassedSectors += bio.sectorCount;
        }
        if (bio.op == Bio.Op.READ) {
            read(bio, sector, bypasses);
        } else {
            write(bio, sector, bypasses);
        }
    }

    @Override
    public void prefetch(Bio[] bios, int count) {
        for (int i = 0; i < count; i++) {
            cells[i] = index.cell(bios[i].sector + dataOffsetSectors >>> blockShift);
        }
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += index.at(cells[i]);
        }
        touched = sum;
    }

    /** A commit of the journal and a flush of the backing device: nothing is left of it. */
    private void flush(Bio bio) {
        counts.flushes++;
        bio.cacheState = CacheState.NONE;
        bio.cacheHitSectors = 0;
        bio.cacheDirty = false;
    }

    private void read(Bio bio, long sector, boolean bypasses) {
        long end = sector + bio.sectorCount;
        index.lookUp(sector >>> blockShift, end + blockMask >>> blockShift, buckets);
        boolean hit = index.gapBlocks == 0;
        int hitSectors = index.hitBlocks << blockShift;
        if (((sector | bio.sectorCount) & blockMask) != 0) {
            hitSectors -= outside(sector, end);
        }
        counts.readSectors += bio.sectorCount;
        counts.hitSectors += hitSectors;
        bio.cacheHitSectors = hitSectors;
        bio.cacheDirty = index.hitDirty;
        setState(bio, ReadPath.stateOf(hit, bypasses, hitSectors));
        count(hit, bypasses);
        if (!hit && !bypasses) {
            insert.miss(bio);
        }
    }

    /**
     * Writes a reference only if it is another one: each write has a price in garbage collection.
     */
    private static void setState(Bio bio, CacheState state) {
        if (bio.cacheState != state) {
            bio.cacheState = state;
        }
    }

    /** Sectors of cached blocks that a read touches, but does not ask for. */
    private int outside(long sector, long end) {
        int before = isCached(sector) ? (int) sector & blockMask : 0;
        int behind = isCached(end - 1) ? (int) -end & blockMask : 0;
        return before + behind;
    }

    private boolean isCached(long sector) {
        return index.at(index.cell(sector >>> blockShift)) != 0;
    }

    private void count(boolean hit, boolean bypasses) {
        if (bypasses) {
            counts.bypassHits += hit ? 1 : 0;
            counts.bypassMisses += hit ? 0 : 1;
        } else {
            counts.hits += hit ? 1 : 0;
            counts.misses += hit ? 0 : 1;
        }
    }

    private void write(Bio bio, long sector, boolean bypasses) {
        bio.cacheHitSectors = 0;
        bio.cacheDirty = false;
        long end = sector + bio.sectorCount;
        boolean isDiscard = bio.op == Bio.Op.DISCARD;
        counts.discards += isDiscard ? 1 : 0;
        if (writebackDecision.shouldWriteback(bio, sector, bypasses)) {
            counts.writesBack++;
            bio.cacheState = CacheState.WRITTEN_BACK;
            bio.cacheDirty = true;
            bio.cacheInsertedSectors = bio.sectorCount;
            insert.write(bio, sector, true);
            writeBack(sector, end);
        } else if (bypasses || isDiscard) {
            counts.writesAround += isDiscard ? 0 : 1;
            bio.cacheState = isDiscard ? CacheState.BYPASS : CacheState.WRITTEN_AROUND;
            index.drop(sector >>> blockShift, end + blockMask >>> blockShift);
        } else {
            counts.writesThrough++;
            bio.cacheState = CacheState.WRITTEN_THROUGH;
            bio.cacheInsertedSectors = bio.sectorCount;
            insert.write(bio, sector, false);
        }
    }

    /** Dirty data above the target are written back; those of the last write are, if it is 0. */
    private void writeBack(long sector, long end) {
        if (writebackRunning && writebackPercent == 0 && stripes.total() == end - sector) {
            clean(sector >>> blockShift, end >>> blockShift);
        } else {
            writeBack();
        }
    }

    /**
     * Writes back until no more is dirty than {@code writeback_percent} allows, in the order of the
     * device and round and round, as the scans of the writeback thread do.
     */
    private void writeBack() {
        long target = geometry.writebackTarget(writebackPercent);
        while (writebackRunning && stripes.total() > target) {
            if (swept == sweep.length) {
                sweep = index.dirtyPages();
                swept = 0;
            }
            long block = sweep[swept++];
            clean(block, index.pageEnd(block));
        }
    }

    private void clean(long firstBlock, long endBlock) {
        counts.writtenBackSectors += (long) index.clean(firstBlock, endBlock) << blockShift;
    }

    /** Runs of garbage collection so far. */
    public long gcRuns() {
        return space.gcRuns();
    }

    /** {@code gc_stats.in_use}, per cent. */
    public int inUsePercent() {
        return buckets.inUsePercent();
    }

    /** Compares counts with the index. */
    public void checkInvariants() {
        index.checkInvariants();
        insert.checkInvariants();
    }
}
