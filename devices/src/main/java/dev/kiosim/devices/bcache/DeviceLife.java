package dev.kiosim.devices.bcache;

import dev.kiosim.block.FailureReason;
import dev.kiosim.block.LostSectors;
import dev.kiosim.engine.Event;

/**
 * Whether bcacheN takes IO, and how it comes to an end: stopped by hand, because its backing device
 * has failed too often or is gone, or because its set has failed. Source: super.c,
 * bcache_device_stop, bch_cached_dev_error, cached_dev_status_update and
 * conditional_stop_bcache_device.
 *
 * <pre>
 * RUNNING --stop--> CLOSING --no request, no thread--> STOPPED --register--> RUNNING or WAITING
 *    ^ running=1, or its set                                                    |
 *    '--------------------------------------------------------------------------'
 * </pre>
 */
final class DeviceLife implements SetFailure.Attached {
    private static final long STATUS_PERIOD_NANOS = 1_000_000_000;
    private static final int OFFLINE_SECONDS_MAX = 5;

    private enum Phase {
        /** Registered, but not to be used without its set. */
        WAITING,
        RUNNING,
        CLOSING,
        STOPPED
    }

    private final CacheSet set;
    private final CachedDevice device;
    private final String name;
    private final LostDirty lost;
    private final Event checkStatus = this::checkStatus;
    private Phase phase = Phase.RUNNING;
    private boolean ioDisabled;
    private boolean backingFailed;
    private int offlineSeconds;
    private int openers;
    private boolean isLeaving;

    DeviceLife(CacheSet set, CachedDevice device, String name) {
        this.set = set;
        this.device = device;
        this.name = name;
        lost = new LostDirty(set, device);
        set.failure().watch(this);
        device.whenDrained(this::drained);
        watchBacking();
    }

    /** Whether every bio fails. */
    boolean refusesIo() {
        return ioDisabled
                || phase != Phase.RUNNING
                || device.isAttached() && set.failure().isIoDisabled();
    }

    boolean isIoDisabled() {
        return ioDisabled;
    }

    /** {@code io_disable}: every IO fails, or no longer. */
    void disableIo(boolean on) {
        ioDisabled = on;
    }

    /** Whether bcacheN is there. */
    boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    /** Whether it is on its way to being stopped. */
    boolean isClosing() {
        return phase == Phase.CLOSING;
    }

    /** Whether it is registered, but not to be used without its set. */
    boolean isWaiting() {
        return phase == Phase.WAITING;
    }

    /** Whether it has been stopped, so that it may be registered again. */
    boolean isStopped() {
        return phase == Phase.STOPPED;
    }

    /** The backing device is registered again: it runs, or waits for its set. */
    void register(boolean runs) {
        phase = runs ? Phase.RUNNING : Phase.WAITING;
        ioDisabled = false;
        backingFailed = false;
        offlineSeconds = 0;
        device.backingErrors().clear();
        watchBacking();
    }

    /** It will be used without its set: what that has is void. */
    void runsAlone() {
        lost.addAll(FailureReason.RUN_ALONE);
    }

    /** It may be used from now on. */
    void run() {
        phase = Phase.RUNNING;
    }

    // The ways to the end

    /** Somebody opens bcacheN, and keeps it from being stopped until {@link #closed}. */
    void opened() {
        openers++;
    }

    /** Somebody closes it; what has been stopped meanwhile ends with the last. */
    void closed() {
        openers--;
        if (openers == 0 && isLeaving) {
            isLeaving = false;
            stop();
            if (set.isStopping()) {
                freeSet();
            }
        }
    }

    /** {@code stop} of the set: its device is stopped first. */
    void stopSet() {
        set.beginToStop();
        stop();
        if (!isLeaving) {
            freeSet();
        }
    }

    /** {@code unregister} of the set: it goes when its device has been detached. */
    void unregisterSet() {
        device.detachAndThen(this::freeSet);
    }

    private void freeSet() {
        set.stop();
        set.log()
                .say("cache_set_free() Cache set "
                        + Bcache.uuid(set.cacheDevice().name()) + " unregistered");
    }

    /** Whether it has been stopped, but goes on until it is closed; sysfs has it no more. */
    boolean isLeaving() {
        return isLeaving;
    }

    /** {@code stop}: no IO from the last close on; what is dirty stays in the cache. */
    void stop() {
        if (openers > 0) {
            isLeaving = phase == Phase.RUNNING;
            return;
        }
        if (phase == Phase.RUNNING || phase == Phase.WAITING) {
            phase = Phase.CLOSING;
            device.close();
            drained();
        }
    }

    /** The backing device has failed too often. */
    void giveUpBacking() {
        if (phase != Phase.RUNNING) {
            return;
        }
        ioDisabled = true;
        backingFailed = true;
        set.log()
                .say("bch_cached_dev_error() stop " + name
                        + ": too many IO errors on backing device "
                        + device.backing().name());
        stop();
    }

    /**
     * A thread looks every second whether the backing device is there; here only from when on it is
     * not.
     */
    private void watchBacking() {
        long goneFrom = device.backing().goneFromNanos();
        if (goneFrom != Long.MAX_VALUE) {
            long wait = Math.max(0, goneFrom - set.nowNanos());
            long periods = (wait + STATUS_PERIOD_NANOS - 1) / STATUS_PERIOD_NANOS;
            set.engine().schedule(periods * STATUS_PERIOD_NANOS, checkStatus);
        }
    }

    private void checkStatus() {
        if (ioDisabled || phase != Phase.RUNNING) {
            return;
        }
        if (!device.backing().isGone()) { // it has come back
            offlineSeconds = 0;
            watchBacking();
            return;
        }
        offlineSeconds++;
        if (offlineSeconds < OFFLINE_SECONDS_MAX) {
            set.engine().schedule(STATUS_PERIOD_NANOS, checkStatus);
            return;
        }
        set.log()
                .say("cached_dev_status_update() " + device.backing().name()
                        + ": device offline for " + OFFLINE_SECONDS_MAX + " seconds");
        set.log()
                .say("cached_dev_status_update() bdev" + device.inode()
                        + ": disable I/O request due to backing device offline");
        ioDisabled = true;
        backingFailed = true;
        stop();
    }

    /** A request or the writeback thread has ended, the last if this is the end. */
    private void drained() {
        if (set.hasFailed() && !set.failure().isOver()) {
            set.failure().mayGoOn();
        } else if (phase == Phase.CLOSING && device.isDrained()) {
            if (backingFailed) {
                lost.addAll(FailureReason.BACKING_FAILED);
            }
            device.leaveSet();
            free();
        }
    }

    private void free() {
        phase = Phase.STOPPED;
        set.log().say("bcache_device_free() " + name + " stopped");
    }

    // Its set has failed

    @Override
    public void setFailed() {
        if (!device.isAttached()) {
            return;
        }
        String head = "conditional_stop_bcache_device() stop_when_cache_set_failed of " + name;
        boolean stops = true;
        if (device.settings().stopsWhenSetFailed) {
            set.log()
                    .say(head + " is \"always\", stop it for failed cache set "
                            + Bcache.uuid(set.cacheDevice().name()) + ".");
        } else if (device.hasDirty()) {
            set.log()
                    .say(head + " is \"auto\" and cache is dirty, stop it to avoid potential data"
                            + " corruption.");
            ioDisabled = true;
        } else {
            set.log().say(head + " is \"auto\" and cache is clean, keep it alive.");
            stops = false;
        }
        if (stops && phase == Phase.RUNNING) {
            phase = Phase.CLOSING;
        }
        device.close();
    }

    @Override
    public boolean isDone() {
        return device.isDrained();
    }

    @Override
    public void leaveFailedSet() {
        if (device.isAttached()) {
            lost.addAll(FailureReason.CACHE_FAILED);
            device.leaveSet();
            set.log()
                    .say("cached_dev_detach_finish() Caching disabled for "
                            + device.backing().name());
        }
    }

    @Override
    public void failedSetIsGone() {
        if (phase == Phase.CLOSING) {
            free();
        }
    }

    // What that has cost

    /** Somebody asks before the last request has ended. */
    private void recordUnfinished() {
        if (device.isAttached() && set.failure().isUnregistering()) {
            lost.addAll(FailureReason.CACHE_FAILED);
        } else if (device.isAttached() && backingFailed) {
            lost.addAll(FailureReason.BACKING_FAILED);
        }
    }

    /** Whether the sector of the backing device has lost what was acknowledged. */
    boolean hasLost(long sector) {
        return lost.has(sector) || set.failedWrites().has(sector);
    }

    /** Shows what is lost, as sectors of a device that begins at {@code dataOffset}. */
    void forEachLost(long dataOffset, LostSectors visitor) {
        recordUnfinished();
        lost.forEach(dataOffset, visitor);
        set.failedWrites().forEach(dataOffset, visitor);
    }
}
