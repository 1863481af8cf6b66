package dev.kiosim.devices.bcache;

import static dev.kiosim.engine.InvariantViolation.violated;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BioStatus;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.BlockTrace;
import dev.kiosim.block.DeviceAttributes;
import dev.kiosim.block.LossReason;
import dev.kiosim.block.PowerCut;
import dev.kiosim.block.StatSink;
import dev.kiosim.devices.DeviceContext;
import dev.kiosim.engine.Engine;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import dev.kiosim.trace.Tracer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * bcacheN: a backing device whose hot data also lie on a faster cache device. A bio is shifted by
 * the data offset and becomes a request of the cache; without cache it goes straight on. Source:
 * request.c, cached_dev_submit_bio.
 */
public final class Bcache implements BlockDevice {
    private static final String WRITEBACK_RUNNING = "bdev/writeback_running";
    private static final long NOT_CUT = -1;

    private final String name;
    private final BlockDevice backing;
    private final BcacheConfig config;
    private final Engine engine;
    private final Tracer tracer;
    private final BlockTrace trace;
    private final Stripes stripes;
    private final int deviceNumber;
    private final CacheSet set;
    private final CachedDevice device;
    private final PassThrough passThrough;
    private final Sysfs sysfs = new Sysfs(this);
    private final KernelLog log = new KernelLog();
    private boolean ioDisabled;
    private boolean stopped;
    private final ReplayedKeys replayed = new ReplayedKeys();
    private final Deque<Bio> waiting = new ArrayDeque<>();
    private boolean starting;
    private long cutNanos = NOT_CUT;
    private long windowNanos;

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
        trace = new BlockTrace(tracer, deviceNumber);
        stripes = new Stripes(config.optimalIoSectors(), config.partialStripesExpensive());
        set = new CacheSet(
                engine,
                name,
                cacheDevice,
                config,
                context.tracksData(),
                tracer.isOn() ? this::dirtied : stripes,
                () -> {});
        device = new CachedDevice(set, name, backing, stripes, this::end, log);
        passThrough = new PassThrough(set, backing, this::end);
        if (attributes.containsKey("bdev/writeback_rate_fp_term_low")) {
            device.writeback().widenFpTerms();
        }
        boolean isUsed =
                Superblocks.isCache(set.metadata().read(Superblocks.SECTOR), set.geometry());
        if (isUsed) {
            device.restoreSuperblock();
        }
        attributes.forEach((attribute, value) -> formatAttribute(attribute, value, isUsed));
        Registration registration = new Registration(set, device, name, config, log, setUuid());
        if (isUsed) {
            starting = registration.again(stripes, replayed, () -> {
                attributes.forEach(this::startAttribute);
                started();
            });
        } else {
            registration.first();
        }
        set.trace().traceTo(tracer, deviceNumber, config.dataOffsetSectors());
        attributes.forEach(this::startAttribute);
    }

    private void dirtied(long startPosition, int sectors) {
        stripes.add(startPosition, sectors);
        set.trace().report(BcacheEvent.DIRTY_DATA, stripes.total(), 0, 0, 0);
    }

    /** The bios that came while the journal was replayed go on. */
    private void started() {
        starting = false;
        while (!waiting.isEmpty()) {
            pass(waiting.remove());
        }
    }

    /** What bcache has said, as in the kernel's log. */
    public List<String> kernelLog() {
        return log.messages();
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
        trace.queued(bio);
        if (ioDisabled || stopped) {
            bio.status = BioStatus.EIO;
            trace.ended(bio);
            bio.endIn(engine, 0);
        } else if (starting) {
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
        if (trace.isOn()) {
            trace.cached(bio);
            trace.ended(bio);
        }
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
        return sysfs.store(attribute, value);
    }

    @Override
    public DeviceAttributes attributes() {
        return sysfs;
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
            return;
        }
        if (attribute.equals(WRITEBACK_RUNNING)) {
            return; // attaching starts it
        }
        SysfsAttribute row = SysfsTable.find(attribute);
        SysfsAttribute.Store store = row == null ? null : row.store();
        if (store == null || store.to(this, value) != 0) {
            throw violated("attribute %s does not take %s", attribute, value);
        }
    }

    /** Attaching starts writeback; only then it can be stopped. */
    private void startAttribute(String attribute, String value) {
        if (attribute.equals(WRITEBACK_RUNNING) && device.isAttached()) {
            storeAttribute(attribute, value);
        }
    }

    /** Reads a sysfs attribute as it is printed, or null if there is none of that name. */
    public @Nullable String showAttribute(String attribute) {
        StringBuilder text = new StringBuilder();
        return sysfs.show(attribute, text) == 0 ? text.toString() : null;
    }

    /** Identity of the set, as {@code attach} takes it; made of the cache device's name. */
    public String setUuid() {
        return uuid(set.cacheDevice().name());
    }

    /** Identity of the backing device, made of its name. */
    String backingUuid() {
        return uuid(backing.name());
    }

    private static String uuid(String deviceName) {
        return UUID.nameUUIDFromBytes(deviceName.getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * {@code attach}: 0; -EINVAL if {@code text} is no UUID or the device is attached already;
     * -ENOENT if there is no such set.
     */
    int attach(String text) {
        String wanted = SysfsValue.withoutNewline(text);
        if (!wanted.matches("[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")) {
            return -Errno.EINVAL;
        }
        if (!set.isRunning() || !wanted.replace("-", "").equals(setUuid().replace("-", ""))) {
            log.say("__cached_dev_store() Can't attach " + wanted + ": cache set not found");
            return -Errno.ENOENT;
        }
        if (device.isAttached()) {
            log.say("bch_cached_dev_attach() Can't attach " + backing.name()
                    + ": already attached");
            return -Errno.EINVAL;
        }
        device.attachUnderNewNumber(() -> {}); // nobody waits
        log.say("bch_cached_dev_attach() Caching " + backing.name() + " as " + name);
        return 0;
    }

    /**
     * {@code running}: -EBUSY, since the device runs from the start; -EIO if its IO is disabled.
     */
    int run() {
        return ioDisabled || stopped ? -Errno.EIO : -Errno.EBUSY;
    }

    /** {@code stop}: no IO from now on; what is dirty stays in the cache. */
    void stop() {
        if (!stopped) {
            stopped = true;
            log.say("bcache_device_free() " + name + " stopped");
        }
    }

    /** {@code stop} of the set. */
    void stopSet() {
        stop();
        log.say("cache_set_free() Cache set " + setUuid() + " unregistered");
    }

    boolean isStopped() {
        return stopped;
    }

    /** {@code io_disable}: every IO fails, or no longer. */
    void disableIo(boolean on) {
        ioDisabled = on;
    }

    boolean isIoDisabled() {
        return ioDisabled;
    }

    @Override
    public String picture() {
        return new CacheStateText(this).text();
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
        boolean isPromised = acknowledgedNanos < 0;
        if (below.isHole() || below != LossReason.NONE && !isPromised) {
            return below;
        }
        boolean isRecent = acknowledgedNanos >= 0 && acknowledgedNanos >= cutNanos - windowNanos;
        if (device.isAttached() && isRecent) {
            return LossReason.JOURNAL_DELAY;
        }
        return device.hasSentToBacking(onBacking, stamp)
                ? LossReason.BYPASS_AHEAD // and the drive has lost what was sent, or never got it
                : below;
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
