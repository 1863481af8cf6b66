package dev.kiosim.devices.bcache;

import dev.kiosim.block.Bio;
import dev.kiosim.block.BlockDevice;
import dev.kiosim.block.DriveContent;
import dev.kiosim.block.SectorStamps;
import dev.kiosim.engine.Event;
import dev.kiosim.engine.Nullable;
import dev.kiosim.kernel.Errno;
import java.nio.charset.StandardCharsets;

/**
 * A backing device with its cache: mode, statistics of streams, writeback, and the requests under
 * way. Source: bcache.h, struct cached_dev.
 */
final class CachedDevice {
    private static final long WRITEBACK_RATE = 1024;
    private static final int LABEL_BYTES = 32;

    private final CacheSet set;
    private final String name;
    private final BlockDevice backing;
    private final KernelLog log;
    private final BackingSuperblock superblock;
    private final BackingErrors backingErrors;
    private final SequentialTracker tracker = new SequentialTracker();
    private final CacheStatistics statistics;
    private final Stripes stripes;
    private final Keybuf keybuf;
    private final WritebackSettings writeback = new WritebackSettings();
    private final RateLimiter limiter = new RateLimiter(WRITEBACK_RATE);
    private final WritebackLock writebackLock;
    private final WritebackController controller;
    private final WritebackThread writebackThread;
    private final BypassDecision bypass;
    private final ReadPath readPath;
    private final WritePath writePath;
    private final RequestSteps steps;
    private final RequestEnds ends;
    private final SectorStamps sentToBacking = new SectorStamps(DriveContent.NEVER_WRITTEN);
    private @Nullable CacheRequest freeRequests;
    private final DeviceSettings settings = new DeviceSettings();
    private int inode;
    private boolean attached;
    private boolean hasDirty;

    /** What happens to a request when it is over. */
    interface RequestEnds {
        /** The bio's facts are complete: it ends now. */
        void end(Bio bio, String rule);
    }

    CachedDevice(
            CacheSet set,
            String name,
            BlockDevice backing,
            Stripes stripes,
            RequestEnds ends,
            KernelLog log) {
        this.set = set;
        this.name = name;
        this.backing = backing;
        this.log = log;
        this.stripes = stripes;
        this.ends = ends;
        statistics = new CacheStatistics(set.nowNanos());
        keybuf = new Keybuf(set.version().keybufKeys());
        superblock = new BackingSuperblock(set, backing);
        backingErrors = new BackingErrors();
        writebackLock = new WritebackLock(set.engine());
        controller = new WritebackController(this, set, writeback, limiter);
        writebackThread = new WritebackThread(this, set, writeback, limiter);
        bypass = new BypassDecision(
                settings,
                tracker,
                set.buckets(),
                set.congestion(),
                set.geometry().blockSectors(),
                set.version());
        readPath = new ReadPath(this, set);
        writePath = new WritePath(this, set);
        steps = new RequestSteps(readPath, writePath);
    }

    /** Attaches the device to the set, clean. */
    void attach() {
        attached = true;
        writeback.running = true;
        superblock.format(BackingState.CLEAN);
        set.formatAttach();
    }

    /**
     * Attaches a device that was detached: under a new number, so that nothing that is still cached
     * of it shows; {@code whenDone} is fired when the table of uuids has been written.
     */
    void attachUnderNewNumber(Event whenDone) {
        inode++;
        attached = true;
        writeback.running = true;
        hasDirty = false;
        writebackThread.restart();
        superblock.setState(BackingState.CLEAN);
        set.uuids().writeAttached(inode, whenDone);
    }

    /**
     * Attaches the device again, as its superblock says: what is dirty in the cache stays so;
     * {@code whenDone} is fired when the table of uuids has been written. Source: super.c,
     * bch_cached_dev_attach.
     */
    void attachAgain(Event whenDone) {
        set.uuids().writeAttached(inode, () -> {
            attached = true;
            writeback.running = true;
            hasDirty = superblock.state() == BackingState.DIRTY;
            if (hasDirty) {
                writebackThread.wake();
                controller.start();
            }
            whenDone.fire();
        });
    }

    /** At registration: state and mode are those of the superblock. */
    void restoreSuperblock() {
        superblock.restore();
        settings.mode = superblock.mode();
    }

    /** At registration: the number is that of the table of uuids. */
    void restoreNumber() {
        inode = set.uuids().number();
    }

    /** Data of these sectors have been written back; whether they stay shows in a power cut. */
    void noteWrittenBack(long sector, int sectors, long @Nullable [] stamps) {
        DriveContent content = set.metadata().isKept() ? backing.content() : null;
        if (stamps != null && content != null) {
            content.noteWrittenBack(sector, sectors, stamps);
        }
    }

    /**
     * A write goes to the backing device: what is dirty in the cache is dropped or replaced by what
     * is clean.
     */
    void noteBackingWrite(Bio bio, long sector) {
        if (bio.stamps != null && set.metadata().isKept()) {
            sentToBacking.store(sector, bio.sectorCount, bio.stamps, bio.stampsFrom);
        }
    }

    /**
     * Whether a later write than {@code stamp} was sent to {@code sector} of the backing device.
     */
    boolean hasSentToBacking(long sector, long stamp) {
        return sentToBacking.get(sector) > stamp;
    }

    /** Takes a bio whose sector has been shifted to the backing device. */
    void submit(Bio bio, long sector) {
        CacheRequest request = takeRequest(bio, sector);
        if (set.noteIo()) {
            limiter.setRate(1);
        }
        set.trace()
                .report(
                        BcacheEvent.REQUEST_START,
                        sector,
                        bio.sectorCount,
                        bio.op.ordinal(),
                        bio.flags);
        if (bio.op == Bio.Op.FLUSH) {
            set.engine().schedule(set.hopNanos(), request.hop);
            return;
        }
        request.bypass = shouldBypass(bio, sector);
        request.rule = bypass.rule();
        set.setInTask(true);
        if (bio.isWrite()) {
            writePath.start(request);
        } else {
            readPath.start(request);
        }
        set.setInTask(false);
    }

    private boolean shouldBypass(Bio bio, long sector) {
        boolean bypasses = bypass.shouldBypass(bio, sector, set.nowNanos());
        if (bypass.event() != null) {
            set.trace().report(bypass.event(), sector, bio.sectorCount, 0, 0);
        }
        if (bypasses) {
            count(CacheStatistics.Counter.BYPASSED, bio.sectorCount);
        }
        return bypasses;
    }

    private CacheRequest takeRequest(Bio bio, long sector) {
        CacheRequest request = freeRequests;
        if (request == null) {
            request = new CacheRequest(set, steps);
        } else {
            freeRequests = request.next;
        }
        set.countSearch(1);
        request.prepare(bio, sector);
        return request;
    }

    /** Nothing is left to do for a request. */
    void release(CacheRequest request) {
        set.countSearch(-1);
        request.next = freeRequests;
        freeRequests = request;
    }

    /** Ends the caller's bio and releases the request. */
    void complete(CacheRequest request) {
        endCallersBio(request);
        release(request);
    }

    /** Ends the caller's bio; the request may have work left. */
    void endCallersBio(CacheRequest request) {
        request.completed = true;
        request.bio.status = request.status;
        set.trace()
                .report(
                        BcacheEvent.REQUEST_END,
                        request.sector,
                        request.bio.sectorCount,
                        request.bio.op.ordinal(),
                        request.status);
        ends.end(request.bio, request.rule);
    }

    /** Dirty data are about to be written to the cache; the first make the device dirty. */
    void writebackAdd() {
        if (hasDirty) {
            return;
        }
        hasDirty = true;
        if (superblock.state() != BackingState.DIRTY) {
            superblock.setState(BackingState.DIRTY);
        }
        writebackThread.wake();
        controller.start();
    }

    /** A scan found nothing dirty. */
    void becameClean() {
        hasDirty = false;
        superblock.setState(BackingState.CLEAN);
        set.deviceBecameClean();
    }

    /** Begins to detach: what is dirty is written back first, without limit. */
    void detach() {
        if (attached && !settings.detaching) {
            settings.detaching = true;
            writebackThread.wake();
        }
    }

    /** All is clean, nobody uses the cache: the device goes on alone. */
    void finishDetach() {
        superblock.setStateAndThen(
                BackingState.NONE, () -> set.uuids().writeDetached(this::detached));
    }

    private void detached() {
        attached = false;
        settings.detaching = false;
        controller.stop();
        log.say("cached_dev_detach_finish() Caching disabled for " + backing.name());
    }

    /** A counter of the device and of its set. */
    void count(CacheStatistics.Counter counter, int amount) {
        long now = set.nowNanos();
        statistics.count(counter, amount, now);
        set.statistics().count(counter, amount, now);
    }

    /** Flags of the bios of writeback. */
    int writebackFlags() {
        return writeback.percent == 0 ? Bio.IDLE : 0;
    }

    /** The position of a sector of the backing device in the index. */
    long position(long sector) {
        return Bkey.position(inode, sector);
    }

    /** The sector of a position of this device. */
    long sector(long position) {
        return Bkey.sector(position);
    }

    /** The sector of a position, or {@code limit} if that comes first. */
    long sectorWithin(long position, long limit) {
        return Bkey.inode(position) == inode ? Math.min(Bkey.sector(position), limit) : limit;
    }

    int inode() {
        return inode;
    }

    BlockDevice backing() {
        return backing;
    }

    BackingSuperblock superblock() {
        return superblock;
    }

    BackingErrors backingErrors() {
        return backingErrors;
    }

    SequentialTracker tracker() {
        return tracker;
    }

    CacheStatistics statistics() {
        return statistics;
    }

    Stripes stripes() {
        return stripes;
    }

    Keybuf keybuf() {
        return keybuf;
    }

    WritebackSettings writeback() {
        return writeback;
    }

    RateLimiter limiter() {
        return limiter;
    }

    WritebackLock writebackLock() {
        return writebackLock;
    }

    WritebackController controller() {
        return controller;
    }

    WritebackThread writebackThread() {
        return writebackThread;
    }

    CacheMode mode() {
        return settings.mode;
    }

    /**
     * Changes the mode from the next bio on, and in the superblock; dirty data stay in the cache.
     */
    void changeMode(CacheMode newMode) {
        if (newMode != settings.mode) {
            settings.mode = newMode;
            superblock.setMode(newMode);
        }
    }

    /** The mode before the simulation began. */
    void formatMode(CacheMode first) {
        settings.mode = first;
        superblock.formatMode(first);
    }

    void setWritebackPercent(long percent) {
        writeback.percent = percent;
    }

    /** Stops and starts writeback; without a cache there is none to start. */
    void setWritebackRunning(boolean on) {
        if (!attached) {
            if (on) {
                log.say("bch_cached_dev_store() " + name
                        + ": failed to run non-existent writeback thread");
            }
            return;
        }
        writeback.running = on;
        writebackThread.wake();
    }

    /** The rate in sysfs: 0 while writeback is stopped. */
    long shownWritebackRate() {
        return writeback.running ? limiter.rate() : 0;
    }

    DeviceSettings settings() {
        return settings;
    }

    /** A new name in the superblock, at most 32 bytes: 0 or -EINVAL. */
    int changeLabel(String newLabel) {
        if (newLabel.getBytes(StandardCharsets.UTF_8).length > LABEL_BYTES) {
            return -Errno.EINVAL;
        }
        settings.label = newLabel;
        superblock.write();
        return 0;
    }

    boolean isAttached() {
        return attached;
    }

    boolean isDetaching() {
        return settings.detaching;
    }

    boolean hasDirty() {
        return hasDirty;
    }

    /** Compares counts with the index; while nodes are replaced the new ones are not in it yet. */
    void checkInvariants() {
        if (set.btree().isLocked()) {
            return;
        }
        stripes.checkAgainst(set.btree().dirtySectors());
    }

    /** Requests that have not ended, insertions of misses included. */
    int requestsInFlight() {
        return set.searchesInFlight();
    }
}
