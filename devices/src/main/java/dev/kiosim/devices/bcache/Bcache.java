package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.LossReason;
import dev.kiosim.block.PowerCut;
import dev.kiosim.block.StatSink;
import dev.kiosim.devices.DeviceContext;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.trace.Tracepoint;
import dev.kiosim.trace.Tracer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * bcacheN: a backing device whose hot data also lie on a faster cache device. A bio is shifted by
 * the data offset and becomes a request of the cache; without cache it goes straight on. Source:
 * request.c, cached_dev_submit_bio.
 */
public final class Bcache implements BlockDevice {
    private static final long NOT_CUT = -1;

    private final String name;
    private final BlockDevice backing;
    private final BcacheConfig config;
    private final Engine engine;
    private final Tracer tracer;
    private final int deviceNumber;
    private final CacheSet set;
    private final CachedDevice device;
    private final PassThrough passThrough;
    private final Attributes attributes;
    private final ReplayedKeys replayed = new ReplayedKeys();
    private final Deque<Bio> waiting = new ArrayDeque<>();
    private boolean starting;
    private long cutNanos = NOT_CUT;
    private long windowNanos;
    private final List<String> kernelLog = new ArrayList<>();

    /**
     * A device over {@code backing} and a freshly formatted {@code cacheDevice}, attached and
     * clean. If the cache cannot be registered or attached, the device runs without it, and
     * {@link #kernelLog} says why.
     *
     * @param attributes sysfs attributes by full name, as make-bcache and a start-up script would
     *     set them
     */
    public Bcache(
            DeviceContext context,
            String name,
            BlockDevice backing,
            BlockDevice cacheDevice,
            BcacheConfig config,
            Map<String, String> attributes) {
        this.name = name;
        this.backing = backing;
        this.config = config;
        engine = context.engine();
        tracer = context.tracer();
        deviceNumber = context.nextDeviceNumber();
        Stripes stripes = new Stripes(config.optimalIoSectors(), config.partialStripesExpensive());
        set = new CacheSet(
                engine, name, cacheDevice, config, context.tracksData(), stripes, () -> {});
        device = new CachedDevice(set, backing, stripes, this::end);
        passThrough = new PassThrough(set, backing, this::end);
        this.attributes = new Attributes(set, device);
        boolean isUsed =
                Superblocks.isCache(set.metadata().read(Superblocks.SECTOR), set.geometry());
        attributes.forEach((attribute, value) -> formatAttribute(attribute, value, isUsed));
        if (isUsed) {
            registerAgain(stripes);
        } else {
            register(cacheDevice);
        }
    }

    private void register(BlockDevice cacheDevice) {
        if (set.geometry().bucketCount() <= Geometry.TOO_FEW_BUCKETS) {
            log("cache_alloc() error " + cacheDevice.name() + ": ca->sb.nbuckets is too small");
            log("register_cache() error "
                    + cacheDevice.name()
                    + ": cache_alloc(): cache device is too small");
            log("register_bcache() error : failed to register device");
            return;
        }
        set.format();
        log("run_cache_set() invalidating existing data");
        log("register_cache() registered cache device " + cacheDevice.name());
        log("register_bdev() registered backing device " + backing.name());
        if (config.backingBlockSectors() < config.blockSectors()) {
            log("bch_cached_dev_attach() Couldn't attach "
                    + backing.name()
                    + ": block size less than set's block size");
            return;
        }
        device.attach();
        log("bch_cached_dev_attach() Caching " + backing.name() + " as " + name);
    }

    /**
     * The devices were in use when the power failed: all that is known is what they hold. Bios wait
     * until the journal has been replayed and the device is attached.
     */
    private void registerAgain(DirtySectors dirty) {
        device.restoreSuperblock();
        Recovery recovery = new Recovery(set, dirty, replayed);
        try {
            recovery.read();
        } catch (Recovery.FailedException failed) {
            log("bch_cache_set_error() error on set of " + name + ": " + failed.getMessage()
                    + ", disabling caching");
            return;
        }
        starting = true;
        recovery.replay(() -> {
            log("bch_journal_replay() journal replay done, " + recovery.keysReplayed()
                    + " keys in " + recovery.entriesReplayed() + " entries, seq "
                    + recovery.newestSeq());
            log("register_cache() registered cache device " + set.cacheDevice().name());
            attachAgain();
        });
    }

    private void attachAgain() {
        BackingState state = device.superblock().state();
        boolean isWanted = state == BackingState.CLEAN || state == BackingState.DIRTY;
        if (isWanted && set.uuids().isAttached()) {
            device.attachAgain(() -> {
                log("bch_cached_dev_attach() Caching " + backing.name() + " as " + name);
                started();
            });
        } else {
            if (isWanted) {
                log("bch_cached_dev_attach() Couldn't find uuid for " + backing.name() + " in set");
                device.superblock().setState(BackingState.STALE);
            }
            started();
        }
    }

    private void started() {
        starting = false;
        while (!waiting.isEmpty()) {
            pass(waiting.remove());
        }
    }

    private void log(String message) {
        kernelLog.add("bcache: " + message);
    }

    /** What bcache has said, as in the kernel's log. */
    public List<String> kernelLog() {
        return List.copyOf(kernelLog);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectorCount() {
        return backing.sectorCount() - config.dataOffsetSectors();
    }

    @Override
    public int logicalBlockBytes() {
        return Math.max(
                backing.logicalBlockBytes(), config.backingBlockSectors() * Bio.SECTOR_BYTES);
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
        if (starting) {
            waiting.add(bio);
        } else {
            pass(bio);
        }
    }

    private void pass(Bio bio) {
        long sector = bio.op == Bio.Op.FLUSH ? 0 : bio.sector + config.dataOffsetSectors();
        if (!device.isAttached()) {
            passThrough.submit(bio, sector);
        } else {
            device.submit(bio, sector);
        }
    }

    /** The parent's part of the receipt is what its pieces do not account for; then it ends. */
    private void end(Bio bio, String rule) {
        long total = engine.nowNanos() - bio.submittedNanos;
        bio.cacheNanos = total - bio.queueNanos - bio.schedulerNanos - bio.deviceNanos;
        bio.cacheRule = rule;
        bio.deviceBits |= 1L << deviceNumber;
        tracer.report(
                Tracepoint.CACHE_DECISION,
                engine.nowNanos(),
                deviceNumber,
                bio.sector,
                bio.sectorCount,
                bio.cacheState.ordinal());
        bio.fire();
    }

    /** Passes bcache's tracepoints on to {@code listener}, or to nobody. */
    public void listen(@Nullable BcacheListener listener) {
        set.trace().listen(listener);
    }

    /**
     * Writes a sysfs attribute, as {@code echo value > attribute} does.
     *
     * @param attribute as {@code bdev/cache_mode}, {@code cset/internal/trigger_gc},
     *     {@code cache/discard}; the folder may be left out
     * @return 0 or -errno
     */
    public int storeAttribute(String attribute, String value) {
        return attributes.store(attribute, value);
    }

    /**
     * Sets an attribute before the simulation begins; the mode then costs no write of the
     * superblock.
     */
    private void formatAttribute(String attribute, String value, boolean isUsed) {
        CacheMode mode = attribute.equals("bdev/cache_mode") ? CacheMode.find(value) : null;
        if (mode != null) {
            if (!isUsed) { // else the superblock has it
                device.formatMode(mode);
            }
        } else if (storeAttribute(attribute, value) != 0) {
            throw violated("attribute %s does not take %s", attribute, value);
        }
    }

    /** Reads a sysfs attribute as it is printed, or null if there is none of that name. */
    public @Nullable String showAttribute(String attribute) {
        return attributes.show(attribute);
    }

    /** Notes until when the keys of a plain write need not be on the SSD. */
    @Override
    public void cutPower(PowerCut how) {
        cutNanos = engine.nowNanos();
        windowNanos = set.journal().windowNanos();
    }

    @Override
    public LossReason whyLost(long sector, long stamp, long acknowledgedNanos) {
        long onBacking = sector + config.dataOffsetSectors();
        LossReason below = backing.whyLost(onBacking, stamp, acknowledgedNanos);
        if (below != LossReason.NONE) {
            return below;
        }
        boolean isRecent = acknowledgedNanos >= 0 && acknowledgedNanos >= cutNanos - windowNanos;
        if (device.isAttached() && isRecent) {
            return LossReason.JOURNAL_DELAY;
        }
        return device.hasSentToBacking(onBacking, stamp)
                ? LossReason.BYPASS_AHEAD
                : LossReason.NONE;
    }

    @Override
    public boolean readsLostData(long sector) {
        long position = device.position(sector + config.dataOffsetSectors());
        long cacheSector = set.btree().cacheSectorOf(position);
        return cacheSector >= 0 && !replayed.covers(position) && set.metadata().isLost(cacheSector);
    }

    @Override
    public void stats(StatSink sink) {
        Counters.report(set, device, engine.nowNanos(), sink);
    }

    @Override
    public void checkInvariants() {
        set.checkInvariants();
        device.checkInvariants();
    }

    /** The set, for those of this package who look inside. */
    CacheSet set() {
        return set;
    }

    /** The backing side, for those of this package who look inside. */
    CachedDevice device() {
        return device;
    }
}
