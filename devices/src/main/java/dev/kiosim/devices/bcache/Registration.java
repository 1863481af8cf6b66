package dev.kiosim.devices.bcache;

import dev.kiosim.block.BlockDevice;
import dev.kiosim.engine.Event;
import dev.kiosim.kernel.Errno;

/**
 * Registers both devices and attaches one to the other: freshly formatted ones, or such as were in
 * use when the power failed. Source: super.c, register_bcache and bch_cached_dev_attach.
 */
final class Registration {
    private final CacheSet set;
    private final CachedDevice device;
    private final BlockDevice backing;
    private final String name;
    private final BcacheConfig config;
    private final KernelLog log;
    private final String setUuid;

    Registration(
            CacheSet set,
            CachedDevice device,
            String name,
            BcacheConfig config,
            KernelLog log,
            String setUuid) {
        this.set = set;
        this.device = device;
        backing = device.backing();
        this.name = name;
        this.config = config;
        this.log = log;
        this.setUuid = setUuid;
    }

    /** The cache device is formatted, and the backing device is attached to it, in no time. */
    void first() {
        BlockDevice cacheDevice = set.cacheDevice();
        boolean tooSmall = set.geometry().bucketCount() <= Geometry.TOO_FEW_BUCKETS;
        if (tooSmall) {
            log.say("cache_alloc() error " + cacheDevice.name() + ": ca->sb.nbuckets is too small");
            log.say("register_cache() error "
                    + cacheDevice.name()
                    + ": cache_alloc(): cache device is too small");
            log.say("register_bcache() error : failed to register device");
        } else {
            set.format();
            log.say("run_cache_set() invalidating existing data");
            log.say("register_cache() registered cache device " + cacheDevice.name());
        }
        log.say("register_bdev() registered backing device " + backing.name());
        attach();
    }

    /** The backing device runs without cache already when the set is attached to it. */
    private void attach() {
        if (!set.isRunning()) {
            log.say("__cached_dev_store() Can't attach " + setUuid);
        } else if (config.backingBlockSectors() < config.blockSectors()) {
            log.say("bch_cached_dev_attach() Couldn't attach "
                    + backing.name()
                    + ": block size less than set's block size");
        } else {
            device.attach();
            log.say("bch_cached_dev_run() cached dev " + backing.name() + " is running already");
            log.say("bch_cached_dev_attach() Caching " + backing.name() + " as " + name + " on set "
                    + setUuid);
        }
    }

    /**
     * The devices were in use when the power failed: all that is known is what they hold. False if
     * the cache cannot be used; else {@code whenDone} follows when the journal has been replayed
     * and the device is attached, if it is to be.
     *
     * @param dirty hears of the dirty data that are found
     * @param replayed hears of the keys that were in the journal
     */
    boolean again(DirtySectors dirty, ReplayedKeys replayed, Event whenDone) {
        Recovery recovery = new Recovery(set, dirty, replayed);
        try {
            recovery.read();
        } catch (Recovery.FailedException failed) {
            log.say("bch_cache_set_error() error on " + setUuid + ": " + failed.getMessage()
                    + ", disabling caching");
            return false;
        }
        device.restoreNumber();
        recovery.replay(() -> {
            log.say("bch_journal_replay() journal replay done, " + recovery.keysReplayed()
                    + " keys in " + recovery.entriesReplayed() + " entries, seq "
                    + recovery.newestSeq());
            log.say("register_cache() registered cache device "
                    + set.cacheDevice().name());
            log.say("register_bdev() registered backing device " + backing.name());
            attachAgain(whenDone);
        });
        return true;
    }

    /**
     * {@code attach} of the set that there is: 0, or -errno. A device that was run without it, or
     * never had it, gets a new number, so that nothing that is still cached of it shows. Source:
     * super.c, bch_cached_dev_attach.
     */
    int attachByHand(DeviceLife life) {
        if (device.isAttached()) {
            log.say("bch_cached_dev_attach() Can't attach " + backing.name()
                    + ": already attached");
            return -Errno.EINVAL;
        }
        if (config.backingBlockSectors() < config.blockSectors()) {
            log.say("bch_cached_dev_attach() Couldn't attach " + backing.name()
                    + ": block size less than set's block size");
            return -Errno.EINVAL;
        }
        if (device.superblock().wantsSet()) {
            attachAgain(() -> runIfAttached(life));
            return 0;
        }
        device.attachUnderNewNumber(() -> {}); // nobody waits
        log.say("bch_cached_dev_run() cached dev " + backing.name() + " is running already");
        log.say("bch_cached_dev_attach() Caching " + backing.name() + " as " + name + " on set "
                + setUuid);
        return 0;
    }

    /**
     * Registers one of the two devices again, by its name: 0, or -EINVAL. The backing device is
     * used at once if its superblock says so, else when its set is there. Source: super.c,
     * register_bcache and register_bdev.
     */
    int register(String deviceName, DeviceLife life) {
        boolean isBacking = deviceName.equals(backing.name());
        boolean isCache = deviceName.equals(set.cacheDevice().name());
        if (isBacking && life.isStopped()) {
            log.say("register_bdev() registered backing device " + deviceName);
            life.register(!device.superblock().wantsSet());
        } else if (isCache && set.resume()) {
            log.say("register_cache() registered cache device " + deviceName);
        } else {
            log.say("register_bcache() error : "
                    + (isBacking || isCache && set.isThere()
                            ? "device already registered"
                            : "failed to open device"));
            return -Errno.EINVAL;
        }
        if (set.isThere() && device.superblock().wantsSet() && life.isWaiting()) {
            attachAgain(() -> runIfAttached(life));
        }
        return 0;
    }

    private void runIfAttached(DeviceLife life) {
        if (device.isAttached()) {
            life.run();
        }
    }

    /**
     * {@code running}: the device is used from now on, without its set if that is not there; then
     * what the set has of it is void. Source: super.c, bch_cached_dev_run.
     */
    int run(DeviceLife life) {
        if (life.isIoDisabled()) {
            log.say("bch_cached_dev_run() I/O disabled on cached dev " + backing.name());
            return -Errno.EIO;
        }
        if (!life.isWaiting()) {
            log.say("bch_cached_dev_run() cached dev " + backing.name() + " is running already");
            return -Errno.EBUSY;
        }
        life.runsAlone();
        device.superblock().setStateAndThen(BackingState.STALE, life::run);
        return 0;
    }

    /**
     * As superblock and table of uuids say: a clean device that is not in the table gets a new
     * place there, a dirty one does not. Source: super.c, bch_cached_dev_attach.
     */
    private void attachAgain(Event whenDone) {
        BackingState state = device.superblock().state();
        Event attached = () -> {
            if (!device.isAttached()) {
                whenDone.fire(); // the set has failed meanwhile
                return;
            }
            log.say("bch_cached_dev_attach() Caching " + backing.name() + " as " + name + " on set "
                    + setUuid);
            whenDone.fire();
        };
        if (state != BackingState.CLEAN && state != BackingState.DIRTY) {
            whenDone.fire();
        } else if (set.uuids().isAttached()) {
            device.attachAgain(attached);
        } else if (state == BackingState.CLEAN) {
            device.attachUnderNewNumber(attached);
        } else {
            log.say("bch_cached_dev_attach() Couldn't find uuid for " + backing.name() + " in set");
            device.superblock().setState(BackingState.STALE);
            whenDone.fire();
        }
    }
}
